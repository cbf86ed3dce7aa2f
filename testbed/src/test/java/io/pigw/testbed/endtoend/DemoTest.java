package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.cli.Progress;
import io.pigw.cli.demo.Demo;
import io.pigw.cli.demo.DemoOptions;
import io.pigw.cli.demo.DemoResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The demo on a small overlay. */
class DemoTest {

    @Test
    void playsTheThreeScenariosAndShowsTheirLadders() throws Exception {
        // given
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

        // when
        DemoResult result = Demo.run(
                new DemoOptions(World.PAPER_RING, 3, 12, 3, 20, 5, 7), out, new Progress(out, Clock.systemUTC()));

        // then
        assertThat(result.scenarios())
                .allSatisfy(scenario -> assertThat(scenario.problems()).isEmpty())
                .extracting("name")
                .containsExactly("ims-to-peer", "peer-to-ims", "unreachable");
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("PingRequest", "PingResponse", "All three scenarios passed.");
    }
}
