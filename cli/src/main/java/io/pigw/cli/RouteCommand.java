package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.csp.locate.PingHistory;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "route",
        mixinStandardHelpOptions = true,
        description = {
            "Shows by which route a node was found for a message, and why that one was chosen.",
            "Without a Call-ID it lists the latest searches. A running standalone is found by itself."
        },
        footer = {
            "",
            "Examples:",
            "  ./pigw route",
            "  ./pigw route 5bd2f8e0c1a94b7e8d3f6a2b1c0d9e8f --svg route.svg",
            "  ./pigw route CALL-ID --csp-admin HOST:PORT --sos-admin HOST:PORT"
        })
final class RouteCommand implements Callable<Integer> {

    private static final String CSP_OPTION = "--csp-admin";
    private static final String CSP_VARIABLE = "PIGW_CSP_ADMIN_URL";

    @Mixin
    AdminOptions service = new AdminOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "CALL-ID",
            description = "as 'pigw route' lists it, or as 'pigw inbox --json' shows it of a message from IMS")
    @Nullable
    String callId;

    @Option(
            names = CSP_OPTION,
            paramLabel = "HOST:PORT",
            description = "admin port of a CSP; for several, several times (or the variable " + CSP_VARIABLE + ")")
    List<String> csps = new ArrayList<>();

    @Option(
            names = OpinionServers.OPTION,
            paramLabel = "HOST:PORT",
            description = "admin port of an opinion server (or the variable " + OpinionServers.VARIABLE + ")")
    List<String> sos = new ArrayList<>();

    @Option(names = "--json", description = "print what the servers say as one JSON object")
    boolean json;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "draw the routes, and their opinions as points of a triangle")
    @Nullable
    Path svg;

    @Override
    public Integer call() {
        Picture.requireFolder(svg);
        if (callId == null && svg != null) {
            throw new UsageError("--svg draws one search: name its CALL-ID");
        }
        List<URI> asked = service.urls(CSP_OPTION, csps, CSP_VARIABLE);
        if (callId == null) {
            list(asked);
            return 0;
        }
        List<JsonNode> pings = pings(asked, "/pings/" + encoded(callId));
        if (pings.isEmpty()) {
            throw new UserError("no ping is known for Call-ID " + callId + ": a CSP keeps its latest "
                    + PingHistory.MAX_SEARCHES
                    + " searches until it ends, and pings for messages to peers alone. A message between peers is looked"
                    + " for under another Call-ID than its own. List them with 'pigw route', or name the destination's CSP with "
                    + CSP_OPTION);
        }
        OpinionServers servers = new OpinionServers(service.urls(OpinionServers.OPTION, sos, OpinionServers.VARIABLE));
        RouteExplanation explained = RouteExplanation.of(pings.getFirst(), servers);
        if (svg != null) {
            Picture.write(svg, RoutePicture.svg(explained));
        }
        System.out.print(json ? explained.json() + "\n" : RouteText.of(explained));
        if (!json && pings.size() > 1) {
            System.out.println(
                    "\nThe node was looked for " + pings.size() + " times for this message; this is the last");
        }
        explained.problem().ifPresent(problem -> System.err.println("pigw: opinions are not shown: " + problem));
        return 0;
    }

    private void list(List<URI> asked) {
        List<JsonNode> pings = pings(asked, "/pings");
        if (json) {
            pings.forEach(System.out::println);
            return;
        }
        if (pings.isEmpty()) {
            System.err.println("pigw: no node was looked for yet");
            return;
        }
        Table table = new Table("began", "CSP", "for node", "outcome", "ms", "copies", "Call-ID");
        pings.forEach(ping -> table.add(
                Shares.time(ping.path("began")),
                ping.path("csp").asText(),
                ping.path("destination").asText(),
                ping.path("outcome").asText().replace('_', ' '),
                Shares.two(ping, "/tookMillis"),
                Integer.toString(ping.path("copies").size()),
                Terminal.printable(ping.path("forMessage").asText())));
        System.out.print(table);
    }

    /** Of all CSPs together, the latest first; those that cannot be reached are complained of if the others know nothing. */
    private static List<JsonNode> pings(List<URI> asked, String path) {
        List<JsonNode> pings = new ArrayList<>();
        UserError failure = null;
        for (URI url : asked) {
            try (AdminClient csp = new AdminClient(url)) {
                Optional<JsonNode> page = csp.find(path);
                page.ifPresent(found -> found.path("pings").forEach(pings::add));
            } catch (UserError failed) {
                failure = failed;
            }
        }
        if (pings.isEmpty() && failure != null) {
            throw new UserError(
                    failure.getMessage() + " Name the admin port of a CSP with " + CSP_OPTION + " HOST:PORT", failure);
        }
        pings.sort(Comparator.comparing(
                        (JsonNode ping) -> Instant.parse(ping.path("began").asText()))
                .reversed());
        return pings;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
