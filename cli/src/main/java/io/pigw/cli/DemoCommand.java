package io.pigw.cli;

import io.pigw.cli.demo.Demo;
import io.pigw.cli.demo.DemoOptions;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Plays the paper's three scenarios live on an overlay of 512 nodes in one process.",
            "Real TCP with mutual TLS, real SIP over UDP, a real database. Shows the ladder of messages and the latencies.",
            "Exits 0 when every step and every text was right."
        })
final class DemoCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    OverlaySizeOptions size = new OverlaySizeOptions();

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "200",
            description = "measured messages each way (default: ${DEFAULT-VALUE})")
    int messages = 200;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "1000",
            description = "messages each way before measuring (default: ${DEFAULT-VALUE})")
    int warmUp = 1_000;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "draws the 20 destinations (default: ${DEFAULT-VALUE})")
    long seed = 1;

    @Option(names = "--json", description = "print one JSON object on the last line of standard output")
    boolean json;

    @Override
    public Integer call() throws Exception {
        Logs.atLeast("ERROR");
        DemoOptions options = Usage.checked(
                Objects.requireNonNull(command),
                () -> new DemoOptions(size.ringBits, size.csps, size.peers, size.routes, messages, warmUp, seed));
        var result = Demo.run(options, System.err, new Progress(System.err, Clock.systemUTC()));
        if (json) {
            System.out.println(Json.line(result));
        }
        return result.passed() ? 0 : 1;
    }
}
