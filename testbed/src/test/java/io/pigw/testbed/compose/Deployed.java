package io.pigw.testbed.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.HostPort;
import io.pigw.testbed.ims.ImsUser;
import io.pigw.testbed.ims.ImsUser.Message;
import io.pigw.testbed.sipp.Sipp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.testcontainers.containers.ComposeContainer;

/** The compose file's stack, up, with users at its edges. */
final class Deployed implements AutoCloseable {

    /** For a start from nothing on a machine with other things to do. */
    static final Duration UP = Duration.ofMinutes(4);

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String PEER = "586";
    private static final String ADMIN = "http://127.0.0.1:9100";
    private static final String CORE_PORT = "5080";

    private final ComposeContainer container;
    private final Stack stack;
    private final Path folder;
    private int folders;

    private Deployed(ComposeContainer container, Stack stack, Path folder) {
        this.container = container;
        this.stack = stack;
        this.folder = folder;
    }

    /** Brings the file up on empty volumes with the profiles. */
    static Deployed up(Path folder, String profiles) {
        return up(folder, Images.project("").with("COMPOSE_PROFILES", profiles));
    }

    /** Brings it up on empty volumes. */
    static Deployed up(Path folder, Stack described) {
        ComposeContainer container = new ComposeContainer(
                        Stack.PREFIX,
                        described.files().stream().map(Path::toFile).toList())
                .withPull(false)
                .withBuild(false)
                .withTailChildContainers(false)
                .withEnv(described.environment());
        container.start();
        String project = Objects.requireNonNull(container
                .getContainerByServiceName("gateway")
                .orElseThrow()
                .getContainerInfo()
                .getConfig()
                .getLabels()
                .get(Stack.LABEL));
        return new Deployed(container, new Stack(project, described.environment(), described.files()), folder);
    }

    Stack stack() {
        return stack;
    }

    /** Waits until each service is healthy, or has done what it was to do. */
    void awaitHealthy() {
        await().atMost(UP)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(stack.states())
                        .isNotEmpty()
                        .allSatisfy((service, state) ->
                                assertThat(state).as(service).isIn("healthy", "exited 0")));
    }

    /** Waits until a service is as said. */
    void awaitState(String service, String state) {
        await().atMost(UP)
                .pollInterval(POLL)
                .until(() -> state.equals(stack.states().get(service)));
    }

    /** The services that stay, by name. */
    SortedMap<String, String> running() {
        SortedMap<String, String> running = stack.states();
        running.values().removeIf(state -> state.startsWith("exited"));
        return running;
    }

    /** Where IMS users on this machine reach the core. */
    HostPort core() {
        String published = stack.compose("port", "ims-core", CORE_PORT);
        int colon = published.lastIndexOf(':');
        return new HostPort(published.substring(0, colon), Integer.parseInt(published.substring(colon + 1)));
    }

    /** A user of the core on this machine writes to the peer, and the peer has it, once. */
    void userWritesToPeer(String text) throws Exception {
        int code = ImsUser.tcp("carol", core()).send(next(), List.of(Message.of("sip:586@p2p.example.net", text)));
        assertThat(code).as("the core's answer").isZero();
        await().atMost(SOON)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(bodies()).containsOnlyOnce(text));
    }

    /** The peer writes to a user of the core, who is registered on this machine and gets it, once. */
    void peerWritesToUser(String text) throws Exception {
        try (Sipp dave = ImsUser.tcp("dave", core()).stay(next())) {
            await().atMost(SOON).until(() -> dave.log("_messages.log").contains("P-Associated-URI"));
            peerSends("dave", text);
            await().atMost(SOON)
                    .pollInterval(POLL)
                    .untilAsserted(() -> assertThat(dave.log("_messages.log"))
                            .contains("\r\n\r\n" + text)
                            .contains("<sip:bob@p2p."));
        }
    }

    /** Both, with a text for each. */
    void messagesPass(String about) throws Exception {
        userWritesToPeer("to the peer " + about);
        peerWritesToUser("to the user " + about);
    }

    /** Lets the peer write to a user of the core; returns when the message was accepted. */
    void peerSends(String user, String text) {
        stack.exec(
                "peer",
                "pigw",
                "send",
                "--admin",
                ADMIN,
                "--from",
                PEER,
                "--to",
                "sip:" + user + "@ims.example.net",
                text);
    }

    /** The peer's inbox. */
    JsonNode inbox() {
        return Stack.json(stack.exec("peer", "pigw", "inbox", "--admin", ADMIN, "--peer", PEER, "--json"));
    }

    /** The texts in the peer's inbox. */
    List<String> bodies() {
        return inbox().findValuesAsText("body");
    }

    private Path next() throws IOException {
        return Files.createDirectory(folder.resolve("sipp-" + folders++));
    }

    @Override
    public void close() {
        container.stop();
        stack.remove();
    }
}
