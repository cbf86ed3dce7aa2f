package io.pigw.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.pigw.bench.BenchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    private static final Path NO_FILE = Path.of("none");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory = NO_FILE;

    @Test
    void whatItSaysIsRead() throws Exception {
        try (ChildProcess child = shell("while read line; do echo \"said $line\"; done")) {
            child.say("hello");

            assertThat(child.await("said ", PATIENCE)).isEqualTo("hello");
        }
    }

    @Test
    void itEndsWhenItsInputDoesWithItsChildren() throws Exception {
        ChildProcess child = shell("sleep 300 & echo child $!; read line");
        long grandchild = Long.parseLong(child.await("child ", PATIENCE));

        child.close();

        assertThat(child.handle()).isEmpty();
        await().atMost(PATIENCE)
                .until(() -> ProcessHandle.of(grandchild)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
    }

    @Test
    void anEarlyEndIsToldWithWhatItComplainedAbout() throws Exception {
        try (ChildProcess child = shell("echo no such port >&2; exit 3")) {
            assertThatExceptionOfType(BenchException.class)
                    .isThrownBy(() -> child.await("ready ", PATIENCE))
                    .withMessageContaining("ended with 3")
                    .withMessageContaining("no such port");
        }
    }

    private ChildProcess shell(String script) throws Exception {
        return ChildProcess.start("shell", List.of("/bin/sh", "-c", script), Map.of(), directory);
    }
}
