package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.Progress;
import io.pigw.cli.deployment.Deployment;
import io.pigw.cli.deployment.DeploymentOptions;
import io.pigw.cli.deployment.Reception;
import io.pigw.enrollment.TokenRequest;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.testing.Canary;
import io.pigw.runtime.testing.WholeLog;
import io.pigw.runtime.trace.WireTap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No body, key, password or token is in a line of any log, a metric, a ladder or an error's answer, whatever the level. */
class CanaryTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TO_PEER = "canary-one-from-the-core";
    private static final String TO_IMS = "canary-two-to-the-core";
    private static final String BETWEEN = "canary-three-between-peers";
    private static final String REFUSED = "canary-four-to-nobody";
    private static final String MALFORMED = "canary-five-in-what-is-refused";
    private static final String WRONG_TOKEN = "canary6canary6canary6canary6canary6canary6c";

    @TempDir
    Path data;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final ConcurrentLinkedQueue<String> ladder = new ConcurrentLinkedQueue<>();
    private final List<String> answers = new ArrayList<>();
    private final Map<String, String> canaries = new LinkedHashMap<>();

    @Test
    void nobodyIsToldWhatIsSecret() throws Exception {
        try (WholeLog log = WholeLog.open();
                ImsSide ims = new ImsSide();
                Deployment deployment = start(ims.address());
                Reception reception = Reception.open(deployment)) {
            // when
            exchange(deployment, reception, ims);
            enroll(deployment);
            noteFiles();

            // then
            Map<String, List<String>> told = new LinkedHashMap<>();
            told.put("log", log.lines());
            told.put("metrics", List.of(deployment.environment().metrics().scrape()));
            told.put("ladder", List.copyOf(ladder));
            told.put("progress", List.of(progress.toString(StandardCharsets.UTF_8)));
            told.put("answers", answers);
            assertThat(told.values()).allSatisfy(texts -> assertThat(texts).isNotEmpty());
            assertThat(log.lines()).as("the finest level").anyMatch(line -> line.startsWith("DEBUG io.pigw."));
            canaries.forEach((what, canary) -> told.forEach((where, texts) ->
                    assertThat(texts).as("%s in %s", what, where).noneMatch(text -> Canary.isIn(text, canary))));
        }
    }

    /** Both ways, between peers, to nobody, and what is refused for its form. */
    private void exchange(Deployment deployment, Reception reception, ImsSide ims) throws Exception {
        for (String body : List.of(TO_PEER, TO_IMS, BETWEEN, REFUSED, MALFORMED)) {
            canaries.put(body, body);
        }
        Peer bob = deployment.peers().getFirst();
        Peer carol = deployment.peers().get(1);

        ims.send(deployment.sip(), "bob", TO_PEER); // by name
        String messages = "http://" + reception.address() + "/peers/" + bob.id() + "/messages";
        assertThat(post(messages, body("alice@ims.example.net", TO_IMS))).isEqualTo(200);
        assertThat(bob.send(new Party.Node(carol.id()), "text/plain", Bytes.utf8(BETWEEN))
                        .join()
                        .status()
                        .isSuccess())
                .isTrue();
        await().atMost(SOON).until(() -> World.texts(bob).contains(TO_PEER));
        await().atMost(SOON).until(() -> World.texts(carol).contains(BETWEEN));
        await().atMost(SOON).until(() -> ims.count(TO_IMS) == 1);

        post(messages, body("nobody@ims.example.net", REFUSED));
        await().atMost(SOON).until(() -> World.texts(bob).size() == 2);
        answers.add(World.texts(bob).getLast());

        ims.send(deployment.sip(), bob.id().toString(), "no type", MALFORMED);
        ims.send(deployment.sip(), "no one is called so", "text/plain", MALFORMED);
        await().atMost(SOON).until(() -> ims.refusals().size() == 2);
        answers.addAll(ims.refusalTexts());
        for (String malformed : List.of(
                MALFORMED,
                "{\"to\": \"bob\", \"body\": " + MALFORMED + "}",
                "{\"to\": \"bob\", \"" + MALFORMED + "\": 1}",
                "{\"to\": \"bob\", \"body\": \"x\", \"encrypt\": \"" + MALFORMED + "\"}",
                "{\"to\": \"bob\", \"body\": {\"x\": \"" + MALFORMED + "\"}}")) {
            assertThat(post(messages, malformed)).isEqualTo(400);
        }
    }

    private void enroll(Deployment deployment) throws Exception {
        String token = deployment.enrollment().issueToken(TokenRequest.peer("canary"));
        canaries.put("token", token);
        canaries.put("wrong token", WRONG_TOKEN);
        try (EstClient client = EstClient.trusting(
                deployment.enrollment().est(),
                Set.of(deployment.enrollment().root()),
                deployment.environment().verifiers(),
                deployment.environment().random())) {
            client.enroll(token);
            assertThatThrownBy(() -> client.enroll(token)).satisfies(refused -> answers.add(refused.toString()));
            assertThatThrownBy(() -> client.enroll(WRONG_TOKEN)).satisfies(refused -> answers.add(refused.toString()));
        }
    }

    /** A line of each private key, and the password of the issuing CA's. */
    private void noteFiles() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.equals("key.pem")) {
                canaries.put(
                        data.relativize(file).toString(),
                        Files.readAllLines(file).get(1));
            } else if (name.endsWith("password")) {
                canaries.put(
                        data.relativize(file).toString(), Files.readString(file).strip());
            }
        }
        assertThat(canaries.keySet()).anyMatch(name -> name.endsWith("key.pem"));
        assertThat(canaries.keySet()).anyMatch(name -> name.endsWith("password"));
        assertThat(canaries.values()).allMatch(canary -> canary.length() > 20);
    }

    private Deployment start(HostPort core) {
        DeploymentOptions options = new DeploymentOptions(
                data,
                World.PAPER_RING,
                2,
                3,
                DeploymentOptions.PAPER_ROUTES,
                World.ANY,
                core.toString(),
                World.ANY,
                DeploymentOptions.DEFAULT_OVERLAY_DOMAIN,
                DeploymentOptions.DEFAULT_IMS_DOMAIN);
        PrintStream out = new PrintStream(progress, true, StandardCharsets.UTF_8);
        return Deployment.start(
                options,
                World.IMPATIENT,
                new Progress(out, Clock.systemUTC()),
                WireTap.NONE,
                (callId, from, to, what) -> ladder.add(callId + " " + from + " " + to + " " + what));
    }

    private int post(String url, String json) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            answers.add(answer.body());
            return answer.statusCode();
        }
    }

    private static String body(String to, String text) {
        return "{\"to\": \"%s\", \"contentType\": \"text/plain\", \"body\": \"%s\"}".formatted(to, text);
    }
}
