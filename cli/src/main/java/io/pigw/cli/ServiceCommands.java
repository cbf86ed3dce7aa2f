package io.pigw.cli;

import io.pigw.csp.CspMain;
import io.pigw.enrollment.EnrollmentMain;
import io.pigw.gateway.GatewayMain;
import io.pigw.peer.PeerMain;
import io.pigw.sos.SosMain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One service each, as its own artefact runs it. */
final class ServiceCommands {

    private ServiceCommands() {}

    /** A service's main. */
    @FunctionalInterface
    private interface Main {
        void run(String[] arguments) throws Exception;
    }

    /** What all services take. */
    @Command(mixinStandardHelpOptions = true)
    abstract static class ServiceCommand implements Callable<Integer> {

        private final Main main;

        @Option(
                names = "--config",
                required = true,
                paramLabel = "FILE",
                description = "YAML; docs/configuration.md has every key")
        Path config = Path.of("");

        private ServiceCommand(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() throws Exception {
            main.run(new String[] {"--config", config.toString()});
            return 0;
        }
    }

    @Command(name = "gateway", description = "Runs a P2PSIP-IMS gateway.")
    static final class GatewayCommand extends ServiceCommand {
        GatewayCommand() {
            super(GatewayMain::main);
        }
    }

    @Command(name = "csp", description = "Runs a Chord Secure Proxy.")
    static final class CspCommand extends ServiceCommand {
        CspCommand() {
            super(CspMain::main);
        }
    }

    @Command(name = "sos", description = "Runs a Secure Opinion Server.")
    static final class SosCommand extends ServiceCommand {
        SosCommand() {
            super(SosMain::main);
        }
    }

    @Command(name = "enrollment", description = "Runs an enrollment server.")
    static final class EnrollmentCommand extends ServiceCommand {
        EnrollmentCommand() {
            super(EnrollmentMain::main);
        }
    }

    @Command(name = "peer", description = "Runs a peer.")
    static final class PeerCommand extends ServiceCommand {
        PeerCommand() {
            super(PeerMain::main);
        }
    }
}
