package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.deployment.Deployment;
import io.pigw.cli.deployment.DeploymentOptions;
import io.pigw.csp.Csp;
import io.pigw.enrollment.TokenRequest;
import io.pigw.gateway.DeliveryConfig;
import io.pigw.gateway.Gateway;
import io.pigw.gateway.GatewayConfig;
import io.pigw.gateway.NextHopConfig;
import io.pigw.gateway.SipConfig;
import io.pigw.gateway.as.Admit;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.Peer;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.trace.MessageTrace;
import io.pigw.runtime.trace.WireTap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the core sends again by another gateway is the same message to the peer, if the gateways share the secret of names. */
class TwoGatewaysTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void aPeersInboxTakesAMessageOnceThatComesByTwoGateways(@TempDir Path data) throws Exception {
        Path secret = data.resolve("gateway/keys/gateway/names.secret");
        try (ImsSide ims = new ImsSide();
                Deployment deployment = World.start(data, World.PAPER_RING, 1, 3, ims.address(), WireTap.NONE);
                Gateway second = start(deployment, ims.address(), NodeId.of(261), secret);
                Gateway stranger = start(deployment, ims.address(), NodeId.of(262), data.resolve("262.secret"))) {
            // given
            Peer bob = deployment.peers().getFirst();
            ims.send(deployment.sip(), "586", "by the first");
            await().atMost(SOON).until(() -> delivered(deployment) == 1);

            // when
            again(deployment, ims, second, 2);

            // then
            assertThat(World.texts(bob)).containsExactly("by the first");

            // and when it comes by a gateway with a secret of its own
            again(deployment, ims, stranger, 3);

            // then nothing tells that it is the same
            assertThat(World.texts(bob)).hasSize(2);
        }
    }

    private static void again(Deployment deployment, ImsSide ims, Gateway gateway, int delivered) {
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
            ims.sendAgain(gateway.sipAddress());
            return delivered(deployment) == delivered;
        });
    }

    private static Gateway start(Deployment deployment, HostPort core, NodeId id, Path secret) throws Exception {
        Path folder = deployment.options().data().resolve(id.toString());
        IdentityFiles files = IdentityFiles.in(folder.resolve("keys"));
        NodeIdentity identity = enroll(deployment, id);
        files.save(identity);
        List<ContactConfig> csps = new ArrayList<>();
        for (Csp csp : deployment.csps()) {
            csps.add(new ContactConfig(
                    csp.contact().id().toString(), csp.contact().address().toString()));
        }
        GatewayConfig config = new GatewayConfig(
                new IdentityConfig(files.key(), files.chain(), files.trust()),
                new OverlayConfig(DeploymentOptions.DEFAULT_OVERLAY_DOMAIN, World.PAPER_RING),
                csps,
                SipConfig.of(
                                World.ANY,
                                core.toString(),
                                DeploymentOptions.DEFAULT_IMS_DOMAIN,
                                List.of(id + "@" + DeploymentOptions.DEFAULT_IMS_DOMAIN))
                        .admitting(Admit.ANYONE)
                        .with(NextHopConfig.UNWATCHED),
                new StoreConfig(folder.resolve("db")),
                new DeliveryConfig(
                        Duration.ofMillis(300),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        64,
                        1_000,
                        1 << 20,
                        10_000,
                        Duration.ofDays(7),
                        false,
                        secret),
                null);
        return Gateway.start(config, identity, deployment.environment(), MessageTrace.NONE);
    }

    private static NodeIdentity enroll(Deployment deployment, NodeId id) throws Exception {
        String token =
                deployment.enrollment().issueToken(TokenRequest.fixed("gateway-" + id, Role.GATEWAY, id, List.of()));
        try (EstClient est = EstClient.trusting(
                deployment.enrollment().est(),
                Set.of(deployment.enrollment().root()),
                deployment.environment().verifiers(),
                deployment.environment().random())) {
            return est.enroll(token);
        }
    }

    private static double delivered(Deployment deployment) {
        return deployment.environment().metrics().count("pigw_gateway_delivered_total", "direction", "to_peer");
    }
}
