package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

/** {@code opinion} and {@code route} with what a CSP and an opinion server would say. */
class ExplainCommandsTest {

    private static final String CHOSEN = "[\"512\",\"550\",\"570\",\"586\"]";
    private static final String OTHER = "[\"512\",\"540\",\"560\",\"586\"]";
    private static final String PING = """
            {"pings": [{"csp": "512", "forMessage": "m1", "destination": "586", "began": "2030-01-01T12:00:00Z",
              "tookMillis": 12.5, "outcome": "located", "copies": [
                {"number": 1, "ping": "p1", "fate": "arrived", "nodes": ["512", "540"], "complete": false},
                {"number": 2, "ping": "p1", "fate": "chosen", "nodes": %s, "complete": true},
                {"number": 3, "ping": "p1", "fate": "lost", "nodes": ["512", "600", "610"], "complete": false,
                 "lostAt": {"observer": "600", "subject": "610", "how": "lost"}}]}]}
            """.formatted(CHOSEN);

    @TempDir
    private Path folder = Path.of("none");

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final HttpServer server = server();

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTrustedNodeIsSaidToBeSo() {
        answers.put("/opinions/586", node(.82, .05, .13, "", link("512", "586", .9, ""), link("570", "586", .8, "")));

        Result result = run("opinion", "586", "--sos-admin", address());

        assertThat(result.code()).isZero();
        assertThat(result.out().lines().findFirst()).contains("586 is trusted: expectation 0.89 from 2 observers");
        assertThat(result.out())
                .contains("observer  good  bad", "570       8.00  1.00", "2030-01-01T11:00:00Z", "uncertainty 0.13");
    }

    @Test
    void aCondemnedNodeIsShownWithTheGrounds() {
        answers.put(
                "/opinions/586",
                node(
                        .1,
                        .8,
                        .1,
                        ", \"distrusted\": true, \"goneRound\": true,"
                                + " \"condemned\": {\"grounds\": \"audits\", \"observers\": 5, \"destinations\": 3}",
                        link("512", "586", .1, ", \"leftOut\": true")));

        Result result = run("opinion", "586", "--admin", "http://" + address());

        assertThat(result.out().lines().findFirst())
                .contains("586 is condemned for losing pings of 5 nodes for 3 others, and all go round it:"
                        + " expectation 0.15 from 1 observer, of which 1 left out");
        assertThat(result.out()).contains("left out: distrusted itself");
    }

    @Test
    void ofAStrangerNothingIsKnown() {
        answers.put("/opinions/77", node(0, 0, 1, "").replace("586", "77"));

        assertThat(run("opinion", "77", "--sos-admin", address()).out())
                .startsWith("nothing is known of 77: expectation 0.50, as of any newcomer\n")
                .contains("./pigw route CALL-ID");
    }

    @Test
    void anOpinionIsDrawnAsATriangle() throws Exception {
        answers.put("/opinions/586", node(.82, .05, .13, "", link("512", "586", .9, ""), link("570", "586", .8, "")));
        Path file = folder.resolve("586.svg");

        Result result = run("opinion", "586", "--sos-admin", address(), "--svg", file.toString(), "--json");

        assertThat(Json.parse(result.out())).isEqualTo(Json.parse(answers.get("/opinions/586")));
        Document picture = parsed(file);
        assertThat(picture.getElementsByTagName("polygon").getLength()).isEqualTo(1);
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(texts(picture)).contains("belief", "disbelief", "uncertainty", "512", "570", "586");
    }

    @Test
    void theChosenRouteIsExplainedByWhatTheOpinionServerWasAsked() {
        judged();

        Result result = run("route", "m1", "--csp-admin", address(), "--sos-admin", address());

        assertThat(result.code()).isZero();
        assertThat(result.out().lines().findFirst())
                .contains("route 2 of 3 was chosen: of the 2 that arrived in time the opinion server found it the most"
                        + " trustful, expectation 0.81");
        assertThat(result.out())
                .contains(
                        "1      arrived                                      0.55         512 540 560 586\n",
                        "2      chosen                                       0.81         512 550 570 586\n",
                        "3      lost at 610, which shows nobody who took it  -            512 600 610 …\n",
                        "2      570 > 586",
                        "3*     512 > 600",
                        "600 > 610",
                        "when it was asked, at 2030-01-01T12:00:00.010Z; as things stand where it was not (*):");
        assertThat(asked).contains("{\"routes\":[[\"512\",\"540\"]," + CHOSEN + ",[\"512\",\"600\",\"610\"]]}");
    }

    @Test
    void amongEqualsNoneWasMoreTrustful() {
        judged();
        answers.compute("/judgements/586", (_, told) -> String.valueOf(told).replace("0.81", "0.55"));

        assertThat(run("route", "m1", "--admin", "http://" + address()).out())
                .startsWith("route 2 of 3 was chosen: of the 2 that arrived in time the opinion server found none more"
                        + " trustful, and took the shorter or first, expectation 0.55\n");
    }

    @Test
    void anAnswerThatWasNotHeededIsNamed() {
        judged();
        answers.compute("/judgements/586", (_, told) -> String.valueOf(told).replace("\"chosen\": 1", "\"chosen\": 0"));

        assertThat(run("route", "m1", "--admin", "http://" + address()).out())
                .startsWith(
                        "route 2 of 3 was chosen, expectation 0.81, though the opinion server preferred 512 540 560 586");
    }

    @Test
    void aNodeThatWasNotFoundIsSaidToBe() {
        answers.put("/pings/m1", PING.replace("located", "no_answer").replace("chosen", "unknown"));
        answers.put("/judgements/586", "{\"judgements\": []}");
        answers.put("/routes/judge", routes("[\"512\",\"600\",\"610\"]", .4));

        assertThat(run("route", "m1", "--admin", "http://" + address()).out())
                .startsWith("586 was not found: nothing came in time, and 1 copy was lost\n")
                .contains("not known", "evidence as things stand:");
    }

    @Test
    void whatTheServersSaidIsPrintedAsOneObject() {
        judged();

        JsonNode all = Json.parse(
                run("route", "m1", "--admin", "http://" + address(), "--json").out());

        assertThat(all.at("/ping")).isEqualTo(Json.parse(PING).at("/pings/0"));
        assertThat(all.at("/judged/chosen").asInt()).isEqualTo(1);
        assertThat(all.at("/asThingsStand")).hasSize(1);
        assertThat(all.has("problem")).isFalse();
    }

    @Test
    void routesAreDrawnAsChainsBesideTheTriangle() throws Exception {
        judged();
        Path file = folder.resolve("route.svg");

        run("route", "m1", "--admin", "http://" + address(), "--svg", file.toString());

        Document picture = parsed(file);
        assertThat(picture.getElementsByTagName("polygon").getLength()).isEqualTo(1);
        assertThat(picture.getElementsByTagName("circle").getLength())
                .as("two points, and the nodes of three chains")
                .isEqualTo(2 + 4 + 4 + 3);
        assertThat(texts(picture))
                .contains("512", "540", "550", "560", "570", "586", "600", "610", "2: chosen, expectation 0.81");
    }

    @Test
    void withoutAJudgementTheRouteCameFirst() {
        answers.put("/pings/m1", PING);
        answers.put("/judgements/586", "{\"judgements\": []}");
        answers.put("/routes/judge", routes(CHOSEN, .81));

        assertThat(run("route", "m1", "--admin", "http://" + address())
                        .out()
                        .lines()
                        .findFirst())
                .contains(
                        "route 2 of 3 was chosen: it came first as far as is known, for the opinion server remembers no"
                                + " question about it; expectation now 0.81");
    }

    @Test
    void withoutAnOpinionServerTheRoutesAreShown() {
        answers.put("/pings/m1", PING);

        Result result = run("route", "m1", "--csp-admin", address(), "--sos-admin", "127.0.0.1:1");

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("route 2 of 3 was chosen\n").contains("512 550 570 586");
        assertThat(result.err())
                .contains("opinions are not shown: cannot reach http://127.0.0.1:1", "--sos-admin HOST:PORT");
    }

    @Test
    void anUnknownCallIdIsSaidToBe() {
        answers.put("/pings/m1", PING);

        Result result = run("route", "m2", "--csp-admin", address(), "--sos-admin", address());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("no ping is known for Call-ID m2: a CSP keeps its latest 1000 searches until it ends");
    }

    @Test
    void serversThatCannotBeReachedAreNamed() {
        Result route = run("route", "m1", "--csp-admin", "127.0.0.1:1");
        Result opinion = run("opinion", "586", "--sos-admin", "127.0.0.1:1");
        Result wrong = run("opinion", "586", "--sos-admin", "ftp://x/");

        assertThat(List.of(route.code(), opinion.code(), wrong.code())).containsExactly(1, 1, 2);
        assertThat(route.err()).contains("cannot reach http://127.0.0.1:1", "CSP with --csp-admin HOST:PORT");
        assertThat(opinion.err()).contains("cannot reach http://127.0.0.1:1", "--sos-admin HOST:PORT");
        assertThat(wrong.err()).contains("--sos-admin takes a URL");
    }

    @Test
    void theLatestSearchesAreListed() {
        answers.put("/pings", PING);

        Result result = run("route", "--admin", "http://" + address());

        assertThat(result.out()).contains("2030-01-01T12:00:00Z  512  586       located  12.50  3       m1");
        assertThat(run("route", "--svg", folder.resolve("x.svg").toString()).code())
                .isEqualTo(2);
    }

    private void judged() {
        answers.put("/pings/m1", PING);
        String judgement = "{\"at\": \"2030-01-01T12:00:00.010Z\", \"chosen\": 1, \"routes\": [" + route(OTHER, .55)
                + ", " + route(CHOSEN, .81) + "]}";
        String older = judgement.replace("12:00:00.010Z", "11:59:30Z").replace(".81", ".99");
        answers.put("/judgements/586", "{\"judgements\": [" + judgement + ", " + older + "]}");
        answers.put("/routes/judge", routes("[\"512\",\"600\",\"610\"]", .4));
    }

    private static String routes(String nodes, double expectation) {
        return "{\"at\": \"2030-01-01T13:00:00Z\", \"chosen\": 0, \"routes\": [" + route(nodes, expectation) + "]}";
    }

    private static String route(String nodes, double expectation) {
        List<String> links = new ArrayList<>();
        JsonNode ids = Json.parse(nodes);
        for (int i = 1; i < ids.size(); i++) {
            links.add(link(ids.get(i - 1).asText(), ids.get(i).asText(), expectation, ""));
        }
        return "{\"nodes\": " + nodes + ", \"opinion\": "
                + opinion(expectation - .1, .7 - expectation + .2, .2, expectation) + ", \"links\": ["
                + String.join(", ", links) + "]}";
    }

    private static String node(double belief, double disbelief, double uncertainty, String more, String... links) {
        return "{\"node\": \"586\", \"at\": \"2030-01-01T12:00:00Z\", \"opinion\": "
                + opinion(belief, disbelief, uncertainty, belief + uncertainty / 2) + ", \"observers\": " + links.length
                + ", \"links\": [" + String.join(", ", links) + "]" + more + "}";
    }

    private static String link(String observer, String subject, double expectation, String more) {
        return "{\"observer\": \"" + observer + "\", \"subject\": \"" + subject
                + "\", \"good\": 8, \"bad\": 1, \"told\": 0.5, \"contradicted\": 0, \"opinion\": "
                + opinion(expectation - .1, 1 - expectation - .1, .2, expectation)
                + ", \"weighedAt\": \"2030-01-01T11:00:00Z\"" + more + "}";
    }

    private static String opinion(double belief, double disbelief, double uncertainty, double expectation) {
        return "{\"belief\": " + belief + ", \"disbelief\": " + disbelief + ", \"uncertainty\": " + uncertainty
                + ", \"baseRate\": 0.5, \"expectation\": " + expectation + "}";
    }

    private static Document parsed(Path svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(svg)));
    }

    private static List<String> texts(Document picture) {
        NodeList all = picture.getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            texts.add(all.item(i).getTextContent());
        }
        return texts;
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String known = answers.get(exchange.getRequestURI().getPath());
        byte[] body = (known == null ? "{\"error\": \"none\", \"code\": \"no_such_ping\"}" : known)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Result run(String... line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StringWriter told = new StringWriter();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = PigwMain.commandLine();
            command.setErr(new PrintWriter(told, true));
            int code = command.execute(line);
            return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8) + told);
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }
}
