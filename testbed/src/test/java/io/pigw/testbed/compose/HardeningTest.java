package io.pigw.testbed.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every service of the compose file, of each profile, is allowed: read from containers that were made and not started. */
@Tag("compose")
class HardeningTest {

    private static Stack stack;
    private static SortedMap<String, JsonNode> containers;

    @BeforeAll
    static void create() {
        DockerNeeds.requireAll();
        stack = Images.project("hardening");
        stack.remove();
        stack.compose("--profile", "*", "create");
        containers = stack.containers();
    }

    @AfterAll
    static void remove() {
        if (stack != null) {
            stack.remove();
        }
    }

    static List<String> profiles() {
        DockerNeeds.requireCompose();
        List<String> profiles = new ArrayList<>(
                Images.asDelivered().compose("config", "--profiles").lines().toList());
        profiles.add("*");
        return profiles;
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void theFileIsValidWithEachProfile(String profile) {
        assertThat(Images.asDelivered().compose("--profile", profile, "config", "--quiet"))
                .isEmpty();
        assertThat(Images.asDelivered().compose("--profile", profile, "config", "--services"))
                .contains("gateway");
    }

    @Test
    void theFileForAFourthCspIsValid() {
        String file = Stack.folder().resolve("compose.csp-4.yaml").toString();

        JsonNode csp = Stack.json(
                        Images.asDelivered().compose("--file", file, "--profile", "*", "config", "--format", "json"))
                .at("/services/csp-4");

        assertThat(csp.path("cap_drop").toString()).contains("ALL");
        assertThat(csp.path("volumes").findValuesAsText("source"))
                .contains("csp-4")
                .doesNotContain("csp-3");
        assertThat(csp.path("ports").findValuesAsText("published")).containsExactly("9515");
    }

    @Test
    void theFileForPostgresqlIsValid() {
        String file = Stack.folder().resolve("compose.postgres.yaml").toString();

        assertThat(Images.asDelivered().compose("--file", file, "--profile", "*", "config"))
                .contains("jdbc:postgresql://");
    }

    @Test
    void noneIsLeftOut() {
        assertThat(containers.keySet())
                .containsExactlyInAnyOrderElementsOf(stack.compose("--profile", "*", "config", "--services")
                        .lines()
                        .toList());
    }

    @Test
    void noneRunsAsRoot() {
        assertThat(all("/Config/User"))
                .allSatisfy((service, user) -> assertThat(user.asText()).isNotIn("", "0", "root", "0:0"));
    }

    @Test
    void noneWritesToItsRootFileSystem() {
        assertThat(all("/HostConfig/ReadonlyRootfs"))
                .allSatisfy(
                        (service, readOnly) -> assertThat(readOnly.asBoolean()).isTrue());
    }

    @Test
    void noneHasOrGetsCapabilities() {
        assertThat(all("/HostConfig/CapDrop"))
                .allSatisfy((service, dropped) -> assertThat(dropped).hasToString("[\"ALL\"]"));
        assertThat(all("/HostConfig/CapAdd"))
                .allSatisfy((service, added) -> assertThat(added).isEmpty());
        assertThat(all("/HostConfig/Privileged"))
                .allSatisfy((service, privileged) ->
                        assertThat(privileged.asBoolean()).isFalse());
        assertThat(all("/HostConfig/SecurityOpt"))
                .allSatisfy((service, options) -> assertThat(options.toString()).contains("no-new-privileges:true"));
    }

    @Test
    void noneSharesTheMachinesNetworkProcessesOrDockerItself() {
        assertThat(all("/HostConfig/NetworkMode"))
                .allSatisfy((service, network) -> assertThat(network.asText()).isNotEqualTo("host"));
        assertThat(all("/HostConfig/PidMode"))
                .allSatisfy(
                        (service, processes) -> assertThat(processes.asText()).isEmpty());
        assertThat(all("/Mounts"))
                .allSatisfy((service, mounts) -> assertThat(mounts.toString()).doesNotContain("docker.sock"));
    }

    @Test
    void eachThatStaysHasALimitOfMemoryAndSaysHowItIs() {
        assertThat(staying()).contains("gateway", "csp-1", "sos", "enrollment", "peer", "prometheus");
        for (String service : staying()) {
            JsonNode container = stack.inspect(service);
            assertThat(container.at("/HostConfig/Memory").asLong()).as(service).isPositive();
            assertThat(container.at("/Config/Healthcheck/Test")).as(service).isNotEmpty();
        }
    }

    @Test
    void noSecretIsInTheEnvironment() {
        assertThat(all("/Config/Env"))
                .allSatisfy((service, variables) -> assertThat(variables)
                        .noneSatisfy(variable -> assertThat(variable.asText())
                                .matches("(?i)[A-Z_]*(PASSWORD|TOKEN|SECRET|PIN|KEY)=.*")));
    }

    @Test
    void theGatewayIsOnNoNetworkOfPeers() {
        List<String> peers = networks("peer");

        assertThat(peers).isNotEmpty();
        assertThat(networks("gateway")).isNotEmpty().doesNotContainAnyElementsOf(peers);
    }

    @Test
    void portsArePublishedOnLoopbackUntilAnOperatorSaysOtherwise() {
        JsonNode ports = Stack.json(Images.asDelivered().compose("--profile", "*", "config", "--format", "json"))
                .path("services");

        assertThat(ports.findValuesAsText("host_ip"))
                .hasSameSizeAs(ports.findValuesAsText("published"))
                .isNotEmpty()
                .containsOnly("127.0.0.1");
    }

    /** What each container has there. */
    private static SortedMap<String, JsonNode> all(String pointer) {
        SortedMap<String, JsonNode> values = new TreeMap<>();
        containers.forEach((service, container) -> values.put(service, container.at(pointer)));
        return values;
    }

    /** The services that start again by themselves. */
    private static List<String> staying() {
        return all("/HostConfig/RestartPolicy/Name").entrySet().stream()
                .filter(policy -> !List.of("", "no").contains(policy.getValue().asText()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> networks(String service) {
        List<String> names = new ArrayList<>();
        stack.inspect(service).at("/NetworkSettings/Networks").fieldNames().forEachRemaining(names::add);
        return names;
    }
}
