package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.message.TrustMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a search by its CSP's word, and what the opinion server thought of its routes.
 *
 * @param ping as the CSP told it
 * @param judged what the opinion server answered when it was asked for the most trustful of the routes; empty if that is not known
 * @param standing what it thinks of the routes now, by their nodes
 * @param problem why the opinion server told nothing
 */
record RouteExplanation(
        JsonNode ping, Optional<JsonNode> judged, Map<List<String>, JsonNode> standing, Optional<String> problem) {

    /** The clocks of two machines, and the time limit of a search. */
    private static final Duration AROUND = Duration.ofMinutes(1);

    /**
     * A copy of the ping.
     *
     * @param nodes of its route as far as the CSP or the opinion server knows
     * @param wasJudged whether the opinion server was asked about it
     * @param route what the opinion server says of it
     */
    record Copy(
            int number,
            String fate,
            JsonNode lostAt,
            List<String> nodes,
            boolean complete,
            boolean wasJudged,
            Optional<JsonNode> route) {

        boolean isChosen() {
            return fate.equals("chosen");
        }

        /** What is to be expected of the whole route. */
        Optional<Double> expectation() {
            return route.filter(_ -> complete)
                    .map(known -> known.at("/opinion/expectation").asDouble());
        }
    }

    static RouteExplanation of(JsonNode ping, OpinionServers servers) {
        try {
            List<JsonNode> answers = servers.askAll(server ->
                    server.get("/judgements/" + ping.path("destination").asText()));
            Optional<JsonNode> judged = judgement(ping, answers);
            Map<List<String>, JsonNode> standing = new LinkedHashMap<>();
            List<List<String>> routes = routes(ping);
            if (!routes.isEmpty()) {
                servers.ask(server -> server.post("/routes/judge", Map.of("routes", routes)))
                        .path("routes")
                        .forEach(route -> standing.put(texts(route.path("nodes")), route));
            }
            return new RouteExplanation(ping, judged, standing, Optional.empty());
        } catch (UserError | UsageError failed) {
            return new RouteExplanation(
                    ping, Optional.empty(), Map.of(), Optional.of(String.valueOf(failed.getMessage())));
        }
    }

    /** The copies in the order sent. */
    List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        for (JsonNode copy : ping.path("copies")) {
            List<String> told = texts(copy.path("nodes"));
            Optional<JsonNode> asked = judgedAs(copy, told);
            List<String> nodes = asked.map(route -> texts(route.path("nodes"))).orElse(told);
            copies.add(new Copy(
                    copy.path("number").asInt(),
                    copy.path("fate").asText(),
                    copy.path("lostAt"),
                    nodes,
                    asked.isPresent() || copy.path("complete").asBoolean(),
                    asked.isPresent(),
                    asked.or(() -> Optional.ofNullable(standing.get(nodes)))));
        }
        return copies;
    }

    Optional<Copy> chosen() {
        return copies().stream().filter(Copy::isChosen).findFirst();
    }

    /** The nodes of the route that the opinion server preferred. */
    Optional<List<String>> preferred() {
        return judged.map(answer ->
                texts(answer.path("routes").path(answer.path("chosen").asInt()).path("nodes")));
    }

    /** Everything, on one line. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("ping", ping);
        judged.ifPresent(answer -> all.put("judged", answer));
        all.put("asThingsStand", standing.values());
        problem.ifPresent(text -> all.put("problem", text));
        return Json.line(all);
    }

    /** An arrived copy's route is not always told to the CSP: then it is the one judged that begins as the copy did. */
    private Optional<JsonNode> judgedAs(JsonNode copy, List<String> told) {
        String fate = copy.path("fate").asText();
        if (judged.isEmpty() || told.size() < 2 || !(fate.equals("arrived") || fate.equals("chosen"))) {
            return Optional.empty();
        }
        boolean complete = copy.path("complete").asBoolean();
        return judged.get()
                .path("routes")
                .valueStream()
                .filter(route -> {
                    List<String> nodes = texts(route.path("nodes"));
                    return complete ? nodes.equals(told) : nodes.subList(0, 2).equals(told.subList(0, 2));
                })
                .findFirst();
    }

    /** The judgement of about that time with the chosen route in it. */
    private static Optional<JsonNode> judgement(JsonNode ping, List<JsonNode> answers) {
        Optional<List<String>> chosen = ping.path("copies")
                .valueStream()
                .filter(copy -> copy.path("fate").asText().equals("chosen"))
                .map(copy -> texts(copy.path("nodes")))
                .findFirst();
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        return answers.stream()
                .flatMap(answer -> answer.path("judgements").valueStream())
                .filter(judgement -> judgement
                        .path("routes")
                        .valueStream()
                        .anyMatch(route -> texts(route.path("nodes")).equals(chosen.get())))
                .filter(judgement -> apart(ping, judgement).compareTo(AROUND) <= 0)
                .min(Comparator.comparing(judgement -> apart(ping, judgement)));
    }

    private static Duration apart(JsonNode ping, JsonNode judgement) {
        try {
            return Duration.between(
                            Instant.parse(ping.path("began").asText()),
                            Instant.parse(judgement.path("at").asText()))
                    .abs();
        } catch (DateTimeParseException strange) {
            return Duration.ofDays(1);
        }
    }

    /** All that is known of the copies' routes, as far as the server answers in one question. */
    private static List<List<String>> routes(JsonNode ping) {
        Set<List<String>> routes = new LinkedHashSet<>();
        int nodes = 0;
        for (JsonNode copy : ping.path("copies")) {
            List<String> route = texts(copy.path("nodes"));
            boolean fits = routes.size() < TrustMessage.MAX_ROUTES
                    && nodes + route.size() <= TrustMessage.MAX_QUESTION_NODES
                    && route.size() >= 2;
            if (fits && routes.add(route)) {
                nodes += route.size();
            }
        }
        return List.copyOf(routes);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
