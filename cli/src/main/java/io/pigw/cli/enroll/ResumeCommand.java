package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a server that was restored from a backup issue and renew certificates again.",
            "What was decided after the backup is not on record: first revoke again what was revoked ('revoke --certificate"
                    + " FILE' for what the backup does not know), and block again who was blocked. From then on nodes enrolled"
                    + " after the backup get their IDs and names back when they renew, unless somebody else was given them"
                    + " before."
        },
        footer = {"", "Example:", "  ./pigw enroll resume"})
public final class ResumeCommand implements Callable<Integer> {

    @Mixin
    OperatorOptions server = new OperatorOptions();

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Option(names = "--json", description = "print one JSON object: taken, restored")
    boolean json;

    @Override
    public Integer call() {
        try (OperatorClient client = server.connect()) {
            Confirmation.require(yes, "Is revoked and blocked again what was so before the restoration?");
            JsonNode resumed = client.post("/resume", Map.of());
            System.out.println(
                    json
                            ? resumed.toString()
                            : "resumed: certificates of between " + Shown.seconds(resumed, "taken") + " and "
                                    + Shown.seconds(resumed, "restored") + " are taken on when they are renewed");
            return 0;
        }
    }
}
