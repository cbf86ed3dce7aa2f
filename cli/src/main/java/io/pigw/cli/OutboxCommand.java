package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "outbox",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Messages and notices that a running gateway has given up: who, when and why; never what.",
            "Senders were told of them. They are kept for a week, the newest 10,000, unless delivery.deadLetters says otherwise."
        },
        subcommands = {OutboxCommand.Show.class, OutboxCommand.Resend.class, OutboxCommand.Drop.class})
final class OutboxCommand {

    private static final int PAGE = 100;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows them, the oldest first.")
    static final class Show implements Callable<Integer> {

        @Mixin
        AdminOptions service = new AdminOptions();

        @Option(names = "--json", description = "print one JSON object a line")
        boolean json;

        @Override
        public Integer call() {
            try (AdminClient admin = service.connect()) {
                JsonNode page = admin.get("/dead-letters?max=" + PAGE);
                page.path("letters").forEach(this::print);
                if (page.path("letters").isEmpty()) {
                    System.err.println("pigw: nothing was given up");
                }
                while (page.path("next").isNumber()) {
                    page = admin.get("/dead-letters?max=" + PAGE + "&after="
                            + page.path("next").asText());
                    page.path("letters").forEach(this::print);
                }
                return 0;
            }
        }

        private void print(JsonNode letter) {
            System.out.println(
                    json
                            ? letter.toString()
                            : letter.path("id").asText() + "  "
                                    + letter.path("endedAt").asText() + "  "
                                    + (letter.path("notice").asBoolean() ? "notice to " : "message to ")
                                    + letter.path("to").asText() + "  from "
                                    + letter.path("from").asText() + "  "
                                    + letter.path("ending").asText()
                                    + (letter.path("uncertain").asBoolean() ? ", may have arrived: " : ": ")
                                    + letter.path("reason").asText());
        }
    }

    @Command(
            name = "resend",
            mixinStandardHelpOptions = true,
            description = {
                "Puts some back into the outbox, under the Call-IDs that they had: who has one takes it no second time.",
                "One that fails again is listed again, by another number, and its sender is told again."
            })
    static final class Resend extends EachOf {
        @Override
        String verb() {
            return "resend";
        }

        @Override
        String done() {
            return "queued";
        }
    }

    @Command(name = "drop", mixinStandardHelpOptions = true, description = "Forgets some for good.")
    static final class Drop extends EachOf {
        @Override
        String verb() {
            return "drop";
        }

        @Override
        String done() {
            return "dropped";
        }
    }

    /** Does the same to each of the letters that are named. */
    abstract static class EachOf implements Callable<Integer> {

        @Mixin
        AdminOptions service = new AdminOptions();

        @Parameters(paramLabel = "ID", arity = "1..*", description = "as the list shows them")
        List<Long> ids = List.of();

        @Option(names = "--json", description = "print one JSON object a line")
        boolean json;

        abstract String verb();

        abstract String done();

        @Override
        public Integer call() {
            try (AdminClient admin = service.connect()) {
                for (long id : ids) {
                    JsonNode answer = admin.post("/dead-letters/" + id + "/" + verb(), Map.of());
                    System.out.println(json ? answer.toString() : id + " " + done());
                }
                return 0;
            }
        }
    }
}
