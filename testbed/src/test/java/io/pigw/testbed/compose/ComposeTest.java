package io.pigw.testbed.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The compose file on empty volumes, then what happens to an installation. One stack for all, so in this order. */
@Tag("compose")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ComposeTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Deployed deployed;
    private static Stack stack;

    @BeforeAll
    static void standUp() {
        DockerNeeds.requireAll();
        deployed = Deployed.up(folder, "demo,monitoring");
        stack = deployed.stack();
    }

    @AfterAll
    static void tearDown() {
        if (deployed != null) {
            deployed.close();
        }
    }

    @Test
    @Order(1)
    void theFirstStartMakesAllHealthyWithoutAHand() {
        deployed.awaitHealthy();
    }

    @Test
    @Order(2)
    void aUserOfTheCoreOnThisMachineAndThePeerWriteToEachOther() throws Exception {
        deployed.messagesPass("after the first start");
    }

    @Test
    @Order(2)
    void theClientInAContainerAndThePeerWriteToEachOther() {
        // when
        stack.exec("client", "say", "alice", "586", "from the container of alice");
        deployed.peerSends("alice", "to the container of alice");

        // then
        await().atMost(SOON).untilAsserted(() -> assertThat(deployed.bodies()).contains("from the container of alice"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stack.compose("logs", "--no-log-prefix", "client"))
                        .contains("sip:bob@p2p.example.net: to the container of alice"));
    }

    @Test
    @Order(3)
    void prometheusReachesEveryService() {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode targets = Stack.json(
                            stack.exec("prometheus", "wget", "-qO-", "http://127.0.0.1:9090/api/v1/targets"))
                    .at("/data/activeTargets");
            assertThat(targets)
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allSatisfy(target -> assertThat(target.path("health").asText())
                            .as(target.toString())
                            .isEqualTo("up"));
        });
    }

    @Test
    @Order(4)
    void aPeerHasNoWayToTheGateway() {
        // given
        JsonNode gateway = stack.inspect("gateway");
        Set<String> ports = new TreeSet<>(Reach.ports(gateway));
        ports.addAll(List.of("5060", "5061", "9100"));
        List<String> addresses = new ArrayList<>();
        Stream.concat(Reach.addresses(gateway).stream(), Networks.bridges().stream())
                .forEach(host -> ports.forEach(port -> addresses.add(host + " " + port)));
        Reach core = new Reach(stack, "ims-core");
        Reach peer = new Reach(stack, "peer");

        // then
        await().atMost(SOON).until(() -> core.sip(List.of("gateway 5060")).size() == 1);
        await().atMost(SOON).until(() -> core.tcp(List.of("gateway 5060")).size() == 1);
        await().atMost(SOON)
                .until(() -> peer.tcp(List.of("csp-1 9512", "sos 9003")).size() == 2);
        assertThat(peer.tcp(addresses)).isEmpty();
        assertThat(peer.sip(addresses)).isEmpty();
        assertThat(Reach.names(gateway)).isNotEmpty().noneMatch(peer::knows);
    }

    @Test
    @Order(5)
    void keysPasswordsAndTokensAreForTheirOwnersAlone() {
        // given
        Map<String, List<String>> readable = new TreeMap<>();
        for (String volume : volumes()) {
            List<String> files = Images.readableByStrangers(volume);
            if (!files.isEmpty()) {
                readable.put(volume.substring(stack.project().length() + 1), files);
            }
        }

        // then
        assertThat(readable.keySet()).isSubsetOf("trust", "secrets-of-postgres", "prometheus");
        assertThat(readable.get("trust")).containsExactly("trust.pem");
    }

    @Test
    @Order(6)
    void aCspThatIsCutOffFromThePeersIsUnhealthyUntilItIsConnectedAgain() throws Exception {
        // given
        String csp = stack.container("csp-1");
        String network = peersNetwork();

        // when
        Docker.run("network", "disconnect", network, csp);

        // then
        deployed.awaitState("csp-1", "unhealthy");
        deployed.messagesPass("while csp-1 is cut off");

        // when
        Docker.run("network", "connect", "--alias", "csp-1", "--alias", "csp-1.peers", network, csp);

        // then
        deployed.awaitHealthy();
        deployed.messagesPass("after csp-1 was cut off");
    }

    @Test
    @Order(8)
    void eachServiceComesBackByItselfWhenItCrashesAndMessagesPass() throws Exception {
        for (String service : deployed.running().keySet()) {
            // given
            JsonNode before = stack.inspect(service);

            // when
            Images.kill(before.at("/State/Pid").asInt());

            // then
            await().atMost(SOON)
                    .until(() -> stack.inspect(service).path("RestartCount").asInt()
                            > before.path("RestartCount").asInt());
            deployed.awaitHealthy();
            deployed.messagesPass("after a crash of " + service);
        }
    }

    @Test
    @Order(9)
    void aSecondStartFindsEverythingAgain() throws Exception {
        // given
        Map<String, String> nodes = nodes();
        JsonNode inbox = deployed.inbox();
        assertThat(inbox).isNotEmpty();

        // when
        stack.compose("down");
        assertThat(stack.containers()).isEmpty();
        stack.compose("up", "--detach");

        // then
        deployed.awaitHealthy();
        assertThat(nodes()).isEqualTo(nodes);
        assertThat(deployed.inbox()).isEqualTo(inbox);
        deployed.messagesPass("after the second start");
    }

    private static List<String> volumes() {
        return Docker.run("volume", "ls", "--quiet", "--filter", "label=" + Stack.LABEL + "=" + stack.project())
                .lines()
                .toList();
    }

    /** The network that the peer is on. */
    private static String peersNetwork() {
        return stack.inspect("peer")
                .at("/NetworkSettings/Networks")
                .fieldNames()
                .next();
    }

    /** The root and the nodes' certificates, by service. */
    private static Map<String, String> nodes() {
        SortedMap<String, String> nodes = new TreeMap<>();
        for (String service : deployed.running().keySet()) {
            nodes.put(
                    service,
                    stack.bash(
                            service,
                            "cat /var/lib/pigw/keys/certificates.pem /var/lib/pigw-trust/*.pem "
                                    + "2>/dev/null || true"));
        }
        return nodes;
    }
}
