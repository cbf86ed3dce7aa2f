package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pigw.cli.PigwMain;
import java.io.BufferedReader;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pigw standalone} as people run it: a process of its own, killed and started again on the same folder. */
class StandaloneProcessTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatWasAcceptedOutlivesAKillAndTheSecondStartFindsEverything() throws Exception {
        // given: messages to a peer that runs and to one that is down, so that they wait in the outbox
        Path data = folder.resolve("data");
        try (ImsSide ims = new ImsSide()) {
            Process first = start(data, ims);
            JsonNode ready = ready(first);
            ims.send(port(ready), "586", "before the kill");
            await().atMost(SOON).until(() -> inbox(data, "586").contains("before the kill"));
            delete(ready.get("admin").asText() + "/peers/1618");
            for (int i = 0; i < 5; i++) {
                ims.send(port(ready), "1618", "while it was down " + i + ".");
            }
            await().atMost(SOON).until(() -> ims.answered() == 6);

            // when
            first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            JsonNode again = ready(start(data, ims));

            // then
            assertThat(again.findValuesAsText("user")).isEqualTo(ready.findValuesAsText("user"));
            assertThat(again.findValuesAsText("id")).isEqualTo(ready.findValuesAsText("id"));
            assertThat(inbox(data, "586")).contains("before the kill");
            await().atMost(SOON).untilAsserted(() -> {
                String texts = inbox(data, "1618");
                for (int i = 0; i < 5; i++) {
                    assertThat(texts).containsOnlyOnce("while it was down " + i + ".");
                }
            });
        }
    }

    @Test
    void anotherPeerEnrollsByCommand() throws Exception {
        // given
        Path data = folder.resolve("data");
        try (ImsSide ims = new ImsSide()) {
            JsonNode ready = ready(start(data, ims));
            String token = output("enroll", "token", "--data", data.toString(), "--user", "dave")
                    .strip();

            // when
            String enrolled = output(
                    "enroll",
                    "--est",
                    ready.at("/enrollment/est").asText(),
                    "--trust",
                    ready.at("/enrollment/trust").asText(),
                    "--token",
                    token,
                    "--out",
                    folder.resolve("dave").toString(),
                    "--json");

            // then
            assertThat(JSON.readTree(enrolled).at("/users/0").asText()).isEqualTo("dave@p2p.example.net");
            assertThat(Files.getPosixFilePermissions(folder.resolve("dave").resolve("key.pem")))
                    .hasSize(2);
        }
    }

    @Test
    void whyARouteWasChosenIsSaidOfARunningOne() throws Exception {
        // given
        Path data = folder.resolve("data");
        try (ImsSide ims = new ImsSide()) {
            ims.send(port(ready(start(data, ims))), "586", "by which route?");
            await().atMost(SOON).until(() -> inbox(data, "586").contains("by which route?"));
            String callId = JSON.readTree(inbox(data, "586")).path("callId").asText();

            // when
            String searches = output("route", "--data", data.toString());
            String route = output("route", callId, "--data", data.toString());
            JsonNode told = JSON.readTree(output("route", callId, "--data", data.toString(), "--json"));
            String opinion = output("opinion", "586", "--data", data.toString());

            // then
            assertThat(searches).contains(callId);
            assertThat(route).startsWith("route ").contains(" was chosen", "expectation", " 586\n");
            assertThat(told.at("/ping/outcome").asText()).isEqualTo("located");
            assertThat(told.at("/asThingsStand")).isNotEmpty();
            assertThat(told.has("problem")).isFalse();
            assertThat(opinion).contains("586", "expectation 0.");
        }
    }

    @Test
    void aSecondOneOnTheSameFolderFailsAndChangesNothing() throws Exception {
        // given
        Path data = folder.resolve("data");
        Path port = data.resolve("enrollment").resolve("publish.port");
        try (ImsSide ims = new ImsSide()) {
            Process first = start(data, ims);
            ready(first);
            String kept = Files.readString(port);

            // when
            Process second = start(data, ims);

            // then
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(said(1)).contains("Is another standalone running on " + data);
            assertThat(Files.readString(port)).isEqualTo(kept);
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void aFolderOfAnotherRingIsRefused() throws Exception {
        // given
        Path data = folder.resolve("data");
        try (ImsSide ims = new ImsSide()) {
            Process first = start(data, ims);
            ready(first);
            first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

            // when
            Process second = start(data, ims, "--ring-bits", "64");

            // then
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(said(1))
                    .contains(data + " holds an overlay of another ring size than 2^64")
                    .contains("--ring-bits 11");
        }
    }

    private String said(int process) throws IOException {
        return Files.readString(folder.resolve("standalone-" + process + ".err"));
    }

    private Process start(Path data, ImsSide ims, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.pigw.cli.PigwMain"));
        command.addAll(List.of("standalone", "--csps", "2", "--peers", "4", "--data", data.toString()));
        command.addAll(List.of("--sip", "127.0.0.1:0", "--admin", "127.0.0.1:0"));
        command.addAll(List.of("--ims-core", ims.address().toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectError(
                        folder.resolve("standalone-" + started.size() + ".err").toFile())
                .start();
        started.add(process);
        return process;
    }

    private static JsonNode ready(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        assertThat(line).as("the ready line").isNotNull();
        JsonNode ready = JSON.readTree(line);
        assertThat(ready.get("event").asText()).isEqualTo("ready");
        return ready;
    }

    private static int port(JsonNode ready) {
        String sip = ready.get("sip").asText();
        return Integer.parseInt(sip.substring(sip.lastIndexOf(':') + 1));
    }

    private static String inbox(Path data, String peer) {
        return output("inbox", "--data", data.toString(), "--peer", peer, "--json");
    }

    /** Standard output of a command that must succeed. */
    private static String output(String... command) {
        PrintStream before = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            assertThat(PigwMain.execute(command)).isZero();
        } finally {
            System.setOut(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    private static void delete(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(url)).DELETE().build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }
}
