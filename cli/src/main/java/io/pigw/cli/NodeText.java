package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.trust.Distrust;
import java.util.List;

/** What an opinion server thinks of a node, for people: a line of conclusion, then who saw what. */
final class NodeText {

    private NodeText() {}

    static String of(JsonNode view) {
        StringBuilder text = new StringBuilder(conclusion(view)).append('\n');
        JsonNode links = view.path("links");
        if (links.isEmpty()) {
            return text.append("Those are known that pass pings on: './pigw route CALL-ID' names some.\n")
                    .toString();
        }
        text.append("belief ")
                .append(Shares.two(view, "/opinion/belief"))
                .append(", disbelief ")
                .append(Shares.two(view, "/opinion/disbelief"))
                .append(", uncertainty ")
                .append(Shares.two(view, "/opinion/uncertainty"))
                .append("\n\n");
        Table table = EvidenceColumns.table(List.of("observer"), List.of("last outcome", ""));
        links.forEach(link -> EvidenceColumns.add(
                table,
                List.of(link.path("observer").asText()),
                link,
                List.of(
                        Shares.time(link.path("weighedAt")),
                        link.path("leftOut").asBoolean() ? "left out: distrusted itself" : "")));
        text.append(table);
        return text.toString();
    }

    static String conclusion(JsonNode view) {
        String node = view.path("node").asText();
        String expectation = "expectation " + Shares.two(view, "/opinion/expectation");
        if (view.path("observers").asInt() == 0) {
            return "nothing is known of " + node + ": " + expectation + ", as of any newcomer";
        }
        String ground = ": " + expectation + " from " + observers(view);
        if (view.path("goneRound").asBoolean()) {
            return node + " is condemned" + grounds(view) + ", and all go round it" + ground;
        }
        if (view.path("distrusted").asBoolean()) {
            return node + " is distrusted" + grounds(view) + ground;
        }
        return view.at("/opinion/uncertainty").asDouble() > Distrust.MOST_UNCERTAINTY
                ? "too little is known of " + node + " to judge it" + ground
                : node + " is trusted" + ground;
    }

    private static String observers(JsonNode view) {
        long leftOut = view.path("links")
                .valueStream()
                .filter(link -> link.path("leftOut").asBoolean())
                .count();
        return Shares.count(view.path("observers").asInt(), "observer", "observers")
                + (leftOut == 0 ? "" : ", of which " + leftOut + " left out");
    }

    private static String grounds(JsonNode view) {
        JsonNode grounds = view.path("condemned");
        return switch (grounds.path("grounds").asText()) {
            case "contradiction" -> " for contradicting what it had signed";
            case "audits" ->
                " for losing pings of "
                        + Shares.count(grounds.path("observers").asInt(), "node", "nodes")
                        + " for "
                        + Shares.count(grounds.path("destinations").asInt(), "other", "others");
            default -> "";
        };
    }
}
