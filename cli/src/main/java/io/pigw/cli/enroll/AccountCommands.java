package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.UsageError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pigw enroll block|unblock|limits}. */
public final class AccountCommands {

    private AccountCommands() {}

    /** {@code pigw enroll block}. */
    @Command(
            name = "block",
            mixinStandardHelpOptions = true,
            description = {
                "Lets nobody enroll or renew by the account any more.",
                "Its certificates stay good until they end: 'pigw enroll revoke --account' takes those back as well."
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

    /** {@code pigw enroll limits}. */
    @Command(
            name = "limits",
            mixinStandardHelpOptions = true,
            description = {
                "Sets how much one account may have, instead of what the configuration says of all.",
                "What is not named goes by the configuration; --default lets all of it go by it again."
            },
            footer = {
                "",
                "Examples:",
                "  ./pigw enroll limits backbone --nodes 50 --tokens 50",
                "  ./pigw enroll limits backbone --default"
            })
    public static final class Limit implements Callable<Integer> {

        @Parameters(paramLabel = "ACCOUNT", description = "its name")
        String account = "";

        @Mixin
        OperatorOptions server = new OperatorOptions();

        @Option(names = "--nodes", paramLabel = "N", description = "living nodes at most")
        @Nullable
        Integer nodes;

        @Option(names = "--names", paramLabel = "N", description = "user names at most")
        @Nullable
        Integer names;

        @Option(names = "--tokens", paramLabel = "N", description = "unused tokens at most")
        @Nullable
        Integer tokens;

        @Option(names = "--default", description = "go by the configuration")
        boolean byDefault;

        @Option(names = "--json", description = "print one JSON object")
        boolean json;

        @Override
        public Integer call() {
            Map<String, Object> limits = new LinkedHashMap<>();
            put(limits, "nodes", nodes);
            put(limits, "names", names);
            put(limits, "tokens", tokens);
            if (limits.isEmpty() != byDefault) {
                throw new UsageError("name some of --nodes, --names and --tokens, or --default alone");
            }
            try (OperatorClient client = server.connect()) {
                JsonNode now = client.post("/accounts/" + Query.segment(account) + "/limits", limits);
                System.out.println(
                        json
                                ? now.toString()
                                : "account " + Shown.text(now, "name") + " may have " + Shown.text(now, "maxNodes")
                                        + " nodes, " + Shown.text(now, "maxNames") + " user names and "
                                        + Shown.text(now, "maxTokens") + " unused tokens");
                return 0;
            }
        }

        private static void put(Map<String, Object> limits, String key, @Nullable Integer limit) {
            if (limit != null) {
                limits.put(key, limit);
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
