package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pigw enroll block|unblock}. */
public final class AccountCommands {

    private AccountCommands() {}

    /** {@code pigw enroll block}. */
    @Command(
            name = "block",
            mixinStandardHelpOptions = true,
            description = {
                "Nobody enrolls or renews by the account any more. Its certificates stay good until they end:",
                "'pigw enroll revoke --account' takes those back as well."
            },
            footer = {"", "Example:", "  ./pigw enroll block mallory --reason 'unpaid since May'"})
    public static final class Block implements Callable<Integer> {

        @Parameters(paramLabel = "ACCOUNT", description = "its name")
        String account = "";

        @Mixin
        OperatorOptions server = new OperatorOptions();

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; clients read it")
        String reason = "";

        @Option(names = "--json", description = "print one JSON object")
        boolean json;

        @Override
        public Integer call() {
            try (OperatorClient client = server.connect()) {
                print(
                        client.post("/accounts/" + Query.segment(account) + "/block", Map.of("reason", reason)),
                        json,
                        "blocked");
                return 0;
            }
        }
    }

    /** {@code pigw enroll unblock}. */
    @Command(
            name = "unblock",
            mixinStandardHelpOptions = true,
            description = "Ends what 'pigw enroll block' began.",
            footer = {"", "Example:", "  ./pigw enroll unblock mallory"})
    public static final class Unblock implements Callable<Integer> {

        @Parameters(paramLabel = "ACCOUNT", description = "its name")
        String account = "";

        @Mixin
        OperatorOptions server = new OperatorOptions();

        @Option(names = "--json", description = "print one JSON object")
        boolean json;

        @Override
        public Integer call() {
            try (OperatorClient client = server.connect()) {
                print(client.post("/accounts/" + Query.segment(account) + "/unblock", Map.of()), json, "open again");
                return 0;
            }
        }
    }

    private static void print(JsonNode account, boolean json, String done) {
        System.out.println(
                json
                        ? account.toString()
                        : done + ": account " + Shown.text(account, "name") + " with " + Shown.text(account, "nodes")
                                + " living nodes, users " + Shown.list(account, "users"));
    }
}
