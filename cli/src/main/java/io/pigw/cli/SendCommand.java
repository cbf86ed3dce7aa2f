package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
        footer = {
            "",
            "Examples: ./pigw send --from 586 --to sip:alice@ims.example.net 'Hello, Alice'",
            "          ./pigw send --from 586 --to 1618 --encrypt 'Hello, Carol'"
        })
final class SendCommand implements Callable<Integer> {

    private static final int UNCERTAIN = 408;

    @Mixin
    AdminOptions service = new AdminOptions();

    @Option(names = "--from", required = true, paramLabel = "PEER", description = "node ID of the sending peer")
    @Nullable
    NodeId from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URI",
            description =
                    "recipient: an IMS user, e.g. sip:alice@ims.example.net, the ID of a peer, e.g. 1618, or the name"
                            + " of a user of the overlay, e.g. bob, who gets it on all devices")
    String to = "";

    @Option(
            names = "--encrypt",
            description = "so that only the recipient can read it. A peer that can be dialled shows its certificate;"
                    + " for others, and IMS users, add --recipient-certificate")
    boolean encrypt;

    @Option(
            names = "--recipient-certificate",
            paramLabel = "FILE",
            description = "the recipient's certificate, PEM, with a P-256 key; implies --encrypt")
    @Nullable
    Path recipientCertificate;

    @Option(
            names = "--json",
            description = "print one JSON object: callId, status, reason; deliveredTo: the peers that have it")
    boolean json;

    @Parameters(paramLabel = "TEXT", description = "the message")
    String text = "";

    @Override
    public Integer call() {
        try (AdminClient admin = service.connect()) {
            JsonNode result = admin.post("/peers/" + from + "/messages", message());
            int status = result.get("status").asInt();
            if (json) {
                System.out.println(result);
            } else {
                System.err.println(human(result, status));
            }
            return status / 100 == 2 ? 0 : 1;
        }
    }

    private Map<String, Object> message() {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("to", to);
        message.put("contentType", "text/plain;charset=UTF-8");
        message.put("body", text);
        if (encrypt || recipientCertificate != null) {
            message.put("encrypt", true);
        }
        if (recipientCertificate != null) {
            message.put("recipientCertificate", certificate(recipientCertificate));
        }
        return message;
    }

    private static String certificate(Path file) {
        try {
            String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
                throw new UserError(file + " holds no certificate in PEM: give the recipient's certificate.pem");
            }
            return pem;
        } catch (IOException unreadable) {
            throw new UserError("cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static String human(JsonNode result, int status) {
        String callId = " (Call-ID " + result.get("callId").asText() + ")";
        if (status / 100 == 2) {
            List<String> nodes = new ArrayList<>();
            result.path("deliveredTo").forEach(node -> nodes.add(node.asText()));
            return nodes.isEmpty()
                    ? "accepted for delivery" + callId
                    : "delivered to " + String.join(", ", nodes) + callId;
        }
        return status == UNCERTAIN
                ? "may or may not have been delivered: no answer in time" + callId
                : "refused with status " + status + ": " + result.path("reason").asText("no reason given");
    }
}
