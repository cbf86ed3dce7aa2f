package io.pigw.cli;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: one subcommand for each thing that people do. */
@Command(
        name = "pigw",
        version = "pigw 0.1.0",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "P2PSIP-IMS interworking gateway: the services, a peer, and tools around them.",
        subcommands = {
            DemoCommand.class,
            StandaloneCommand.class,
            ServiceCommands.GatewayCommand.class,
            ServiceCommands.CspCommand.class,
            ServiceCommands.SosCommand.class,
            ServiceCommands.EnrollmentCommand.class,
            ServiceCommands.PeerCommand.class,
            ConfigCommand.class,
            EnrollCommand.class,
            SendCommand.class,
            InboxCommand.class,
            StoreCommand.class,
            FetchCommand.class,
            DeleteCommand.class,
            GrantCommand.class,
            ImsUsersCommand.class,
            OutboxCommand.class,
            OpinionCommand.class,
            RouteCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
        },
        footer = {"", "From a checkout, './pigw verify' builds everything and runs all tests."})
public final class PigwMain {

    /** The exit code where an operator has to approve first: the same command again may succeed. */
    public static final int WAITING = 3;

    private PigwMain() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs the command: 0 success, 1 failure or refusal, 2 wrong usage, 3 ({@link #WAITING}) not decided yet. */
    public static int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** All commands. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new PigwMain())
                .setExecutionExceptionHandler(PigwMain::explain)
                .setExecutionStrategy(PigwMain::run)
                .setCaseInsensitiveEnumValuesAllowed(true);
        Usage.convert(command, HostPort.class, HostPort::parse);
        Usage.convert(command, NodeId.class, NodeId::parse);
        return command;
    }

    /** Help for what is no command is no help: the parser lets it pass as soon as {@code --help} is there. */
    private static int run(CommandLine.ParseResult parsed) {
        for (CommandLine.ParseResult at = parsed; at != null; at = at.hasSubcommand() ? at.subcommand() : null) {
            if (!at.unmatched().isEmpty()) {
                throw new CommandLine.UnmatchedArgumentException(
                        at.commandSpec().commandLine(), at.unmatched());
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof ConfigurationException || failure instanceof UsageError) {
            command.getErr().println("pigw: " + failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof UserError) {
            command.getErr().println("pigw: " + failure.getMessage());
        } else {
            command.getErr().println("pigw: " + failure);
            if (System.getenv("PIGW_DEBUG") != null) {
                failure.printStackTrace(command.getErr());
            } else {
                command.getErr().println("      (PIGW_DEBUG=1 shows where)");
            }
        }
        return 1;
    }
}
