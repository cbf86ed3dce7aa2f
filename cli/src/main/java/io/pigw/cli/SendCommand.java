package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.NodeId;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends a text from a running peer.",
        footer = {"", "Example: ./pigw send --from 586 --to sip:alice@ims.example.net 'Hello, Alice'"})
final class SendCommand implements Callable<Integer> {

    @Mixin
    AdminOptions service = new AdminOptions();

    @Option(names = "--from", required = true, paramLabel = "PEER", description = "node ID of the sending peer")
    @Nullable
    NodeId from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URI",
            description = "recipient, e.g. sip:alice@ims.example.net")
    String to = "";

    @Option(names = "--json", description = "print one JSON object: callId, status")
    boolean json;

    @Parameters(paramLabel = "TEXT", description = "the message")
    String text = "";

    @Override
    public Integer call() {
        try (AdminClient admin = service.connect()) {
            JsonNode result = admin.post(
                    "/peers/" + from + "/messages",
                    Map.of("to", to, "contentType", "text/plain;charset=UTF-8", "body", text));
            int status = result.get("status").asInt();
            if (json) {
                System.out.println(result);
            } else {
                System.err.println(
                        status / 100 == 2
                                ? "accepted for delivery (Call-ID "
                                        + result.get("callId").asText() + ")"
                                : "refused with status " + status + ": "
                                        + result.path("reason").asText("no reason given"));
            }
            return status / 100 == 2 ? 0 : 1;
        }
    }
}
