package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pigw enroll approve|reject}: requests that wait. */
public final class DecisionCommands {

    private DecisionCommands() {}

    /** {@code pigw enroll approve}. */
    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Lets a waiting request have its certificate; its client gets it when it asks again.",
            footer = {
                "",
                "Example:",
                "  ./pigw enroll list requests --state pending",
                "  ./pigw enroll approve 0123456789abcdef"
            })
    public static final class Approve implements Callable<Integer> {

        @Parameters(paramLabel = "REQUEST", description = "as 'pigw enroll list requests' shows it")
        String request = "";

        @Mixin
        OperatorOptions server = new OperatorOptions();

        @Option(names = "--reason", paramLabel = "TEXT", description = "for the audit log")
        @Nullable
        String reason;

        @Option(names = "--json", description = "print one JSON object")
        boolean json;

        @Override
        public Integer call() {
            try (OperatorClient client = server.connect()) {
                JsonNode now = client.post(
                        "/requests/" + Query.segment(request) + "/approve",
                        reason == null ? Map.of() : Map.of("reason", reason));
                System.out.println(
                        json
                                ? now.toString()
                                : "approved: " + Shown.text(now, "role") + " of " + Shown.text(now, "account")
                                        + ", users " + Shown.list(now, "users"));
                return 0;
            }
        }
    }

    /** {@code pigw enroll reject}. */
    @Command(
            name = "reject",
            mixinStandardHelpOptions = true,
            description = "Refuses a waiting request; its client is told the reason.",
            footer = {"", "Example:", "  ./pigw enroll reject 0123456789abcdef --reason 'not one of ours'"})
    public static final class Reject implements Callable<Integer> {

        @Parameters(paramLabel = "REQUEST", description = "as 'pigw enroll list requests' shows it")
        String request = "";

        @Mixin
        OperatorOptions server = new OperatorOptions();

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "the client reads it")
        String reason = "";

        @Option(names = "--json", description = "print one JSON object")
        boolean json;

        @Override
        public Integer call() {
            try (OperatorClient client = server.connect()) {
                JsonNode now = client.post("/requests/" + Query.segment(request) + "/reject", Map.of("reason", reason));
                System.out.println(
                        json
                                ? now.toString()
                                : "rejected: " + Shown.text(now, "role") + " of " + Shown.text(now, "account"));
                return 0;
            }
        }
    }
}
