package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.RouteExplanation.Copy;
import io.pigw.trust.RouteJudge;
import java.util.List;
import java.util.Optional;

/** Why a route was chosen, for people: a line of conclusion, what became of each copy, then the evidence on each link. */
final class RouteText {

    private RouteText() {}

    static String of(RouteExplanation explained) {
        JsonNode ping = explained.ping();
        StringBuilder text = new StringBuilder(conclusion(explained)).append('\n');
        text.append("CSP ")
                .append(ping.path("csp").asText())
                .append(" looked for ")
                .append(ping.path("destination").asText())
                .append(" at ")
                .append(Shares.time(ping.path("began")))
                .append(", for ")
                .append(Shares.two(ping, "/tookMillis"))
                .append(" ms\n\n");
        List<Copy> copies = explained.copies();
        Table routes = new Table("route", "became", "expectation", "nodes");
        copies.forEach(copy -> routes.add(
                Integer.toString(copy.number()),
                fate(copy),
                copy.expectation().map(Shares::two).orElse("-"),
                String.join(" ", copy.nodes()) + (copy.complete() ? "" : " …")));
        text.append(routes);
        Table links = EvidenceColumns.table(List.of("route", "link"), List.of());
        copies.forEach(copy -> addLinks(links, copy, explained.judged().isPresent() && !copy.wasJudged() ? "*" : ""));
        if (!links.isEmpty()) {
            text.append("\nThe opinion server's evidence ")
                    .append(asOf(explained))
                    .append(":\n")
                    .append(links);
        }
        return text.toString();
    }

    private static String asOf(RouteExplanation explained) {
        boolean all = explained.copies().stream().noneMatch(copy -> copy.route().isPresent() && !copy.wasJudged());
        return explained
                .judged()
                .map(answer -> "when it was asked, at " + Shares.time(answer.path("at"))
                        + (all ? "" : "; as things stand where it was not (*)"))
                .orElse("as things stand");
    }

    static String conclusion(RouteExplanation explained) {
        Optional<Copy> chosen = explained.chosen();
        if (chosen.isEmpty()) {
            return notFound(explained);
        }
        List<Copy> copies = explained.copies();
        Copy route = chosen.get();
        String was = "route " + route.number() + " of " + copies.size() + " was chosen";
        Optional<List<String>> preferred = explained.preferred();
        if (preferred.isEmpty()) {
            return was
                    + (explained.problem().isPresent()
                            ? ""
                            : ": it came first as far as is known, for the opinion server remembers no question about it"
                                    + route.expectation()
                                            .map(expectation -> "; expectation now " + Shares.two(expectation))
                                            .orElse(""));
        }
        int asked = explained.judged().orElseThrow().path("routes").size();
        String expectation = "expectation " + Shares.two(route.expectation().orElse(0.0));
        return preferred.get().equals(route.nodes())
                ? was + ": of the " + asked + " that arrived in time the opinion server found "
                        + (hasEqual(explained, route)
                                ? "none more trustful, and took the shorter or first, "
                                : "it the most trustful, ")
                        + expectation
                : was + ", " + expectation + ", though the opinion server preferred "
                        + String.join(" ", preferred.get())
                        + ": its answer came too late, or the destination did not heed it";
    }

    private static boolean hasEqual(RouteExplanation explained, Copy route) {
        double most = route.expectation().orElse(0.0);
        return explained.copies().stream()
                .filter(copy -> copy.wasJudged() && copy.number() != route.number())
                .anyMatch(copy -> Math.abs(copy.expectation().orElse(-1.0) - most) < RouteJudge.RESOLUTION);
    }

    private static String notFound(RouteExplanation explained) {
        JsonNode ping = explained.ping();
        String node = ping.path("destination").asText();
        long lost = explained.copies().stream()
                .filter(copy -> copy.fate().equals("lost"))
                .count();
        return switch (ping.path("outcome").asText()) {
            case "under_way" -> node + " is still being looked for";
            case "overloaded" -> node + " was not looked for: too many searches were under way";
            case "no_route" -> node + " was not found: no first hop took the ping";
            default ->
                node + " was not found: nothing came in time"
                        + (lost == 0 ? "" : ", and " + Shares.count((int) lost, "copy was", "copies were") + " lost");
        };
    }

    static String fate(Copy copy) {
        return switch (copy.fate()) {
            case "lost" -> "lost at " + copy.lostAt().path("subject").asText() + ", which " + how(copy.lostAt());
            case "not_taken" -> "no first hop took it";
            case "unknown" -> "not known";
            default -> copy.fate();
        };
    }

    private static String how(JsonNode lostAt) {
        return switch (lostAt.path("how").asText()) {
            case "lost" -> "shows nobody who took it";
            case "silent" -> "does not say";
            default -> "contradicts what it signed";
        };
    }

    private static void addLinks(Table table, Copy copy, String mark) {
        copy.route()
                .ifPresent(route -> route.path("links")
                        .forEach(link -> EvidenceColumns.add(
                                table,
                                List.of(
                                        copy.number() + mark,
                                        link.path("observer").asText() + " > "
                                                + link.path("subject").asText()),
                                link,
                                List.of())));
    }
}
