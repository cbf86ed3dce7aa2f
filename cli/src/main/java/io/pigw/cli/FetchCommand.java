package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.NodeId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = "Fetches values from the ring over a running peer, which checks their signatures.",
        footer = {
            "",
            "Examples:",
            "  ./pigw fetch --peer 586 --kind user --of carol@p2p.example.net",
            "  ./pigw fetch --peer 586 --kind node-data --of 1618 --number 2 --json"
        })
final class FetchCommand implements Callable<Integer> {

    @Mixin
    AdminOptions service = new AdminOptions();

    @Option(names = "--peer", required = true, paramLabel = "ID", description = "node ID of the peer that asks")
    @Nullable
    NodeId peer;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "data",
            description =
                    "user, data, access-list (of a user), certificate, node-data (of a node); default: ${DEFAULT-VALUE}")
    String kind = "data";

    @Option(
            names = "--of",
            paramLabel = "OWNER",
            description = "a user, e.g. bob@p2p.example.net, or a node ID (default: the peer's own)")
    @Nullable
    String of;

    @Option(names = "--number", paramLabel = "N", description = "which node-data, 1 to 16 (default: 1)")
    @Nullable
    Integer number;

    @Option(names = "--json", description = "print one JSON object: state, rejected, values")
    boolean json;

    @Override
    public Integer call() {
        StringBuilder path = new StringBuilder("/peers/" + peer + "/records?kind=" + encoded(kind));
        if (of != null) {
            path.append("&of=").append(encoded(of));
        }
        if (number != null) {
            path.append("&number=").append(number);
        }
        try (AdminClient admin = service.connect()) {
            JsonNode answer = admin.get(path.toString());
            String state = answer.path("state").asText();
            if (json) {
                System.out.println(answer);
            } else {
                answer.path("values").forEach(value -> System.out.println(human(value)));
                switch (state) {
                    case "found" -> {}
                    case "deleted" -> System.err.println("deleted by its author");
                    default -> System.err.println(nothing());
                }
            }
            return state.equals("found") ? 0 : 1;
        }
    }

    private String nothing() {
        return switch (kind) {
            case "data", "access-list" ->
                "nothing was shown: there is none, or it is not for this peer to read."
                        + " A client is shown neither data nor access-list";
            default -> "nothing was found: there is none, or its lifetime is over";
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String human(JsonNode value) {
        StringBuilder line = new StringBuilder();
        if (value.has("key") && !value.has("grants")) {
            line.append(value.get("key").asText()).append("  ");
        }
        if (value.has("grants")) {
            value.get("grants")
                    .forEach(grant -> line.append(grant.path("user").asText())
                            .append('=')
                            .append(String.join(
                                    ",",
                                    grant.path("rights")
                                            .valueStream()
                                            .map(JsonNode::asText)
                                            .toList()))
                            .append("  "));
        } else if (!value.path("value").asText().isEmpty()) {
            line.append(Terminal.printable(value.get("value").asText())).append("  ");
            line.append(value.has("encoding") ? "[" + value.get("encoding").asText() + "]  " : "");
        }
        return line.append("(by ")
                .append(value.path("user").asText(value.path("node").asText()))
                .append(", good until ")
                .append(value.path("endsAt").asText())
                .append(')')
                .toString();
    }
}
