package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.testing.TestPki;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole gateway between real sockets: CSPs come and go, and so does the gateway. */
class GatewayLinksTest extends GatewayFixture {

    @Test
    void withTheResponsibleCspDownTheNextOneTakesIt() throws Exception {
        FakeCsp other = keep(new FakeCsp(environment, C1536, 0));
        Gateway gateway = startAndConnect("20s", csp(), other);
        csp().close();

        String response = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        assertThat(response).startsWith("SIP/2.0 200 OK");
        awaitOne(other.received);
        awaitNothingPending(gateway);
    }

    @Test
    void whatWasAcceptedIsDeliveredAfterARestart() throws Exception {
        csp().behave(_ -> Optional.empty());
        Gateway gateway = startAndConnect("60s", csp());
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        CallId callId = awaitOne(csp().received).callId();
        gateway.close();
        csp().received.clear();
        csp().behave(_ -> Optional.of(Status.OK));

        Gateway again = startAndConnect("60s", csp());

        assertThat(awaitOne(csp().received).callId()).isEqualTo(callId);
        awaitNothingPending(again);
        assertThat(ims().message(again.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi"))
                .startsWith("SIP/2.0 200 OK");
        assertThat(csp().received).hasSize(1);
    }

    @Test
    void aRestartRedialsTheCspsOfTheTable() throws Exception {
        startAndConnect("2s", csp()).close();

        Gateway again = start("2s", List.of());

        awaitConnected(again, 1);
        assertThat(status(again).csps())
                .singleElement()
                .satisfies(state -> assertThat(state.contact().id()).isEqualTo(csp().id()));
    }

    @Test
    void aLostCspIsRecordedAndDialledAgain() throws Exception {
        Gateway gateway = startAndConnect("20s", csp());
        int port = csp().port();
        csp().close();
        await().atMost(Duration.ofSeconds(30)).until(() -> status(gateway).cspsUp() == 0);
        Instant lost = state(gateway).since();

        FakeCsp back = keep(new FakeCsp(environment, C512, port));

        awaitConnected(gateway, 1);
        assertThat(state(gateway).since()).isAfterOrEqualTo(lost);
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        awaitOne(back.received);
    }

    @Test
    void whoIsNoCspIsNotTalkedTo() throws Exception {
        FakeCsp impostor = keep(new FakeCsp(environment, PKI.issue(Role.PEER, 1024), 0));
        FakeCsp stranger = keep(new FakeCsp(environment, TestPki.create().issue(Role.CSP, 700), 0));
        Gateway gateway = start("500ms", List.of(impostor.config(), stranger.config()));

        ims().message(gateway.sipAddress(), "sip:1100@p2p.example.net", "1@client", "hi");

        assertThat(awaitOne(ims().requests)).contains("\r\n\r\nunreachable peer: 1100 ");
        assertThat(status(gateway).cspsUp()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(environment.metrics().scrape())
                        .containsPattern("pigw_links_refused_total\\{[^}]*wrong_role")
                        .containsPattern("pigw_links_refused_total\\{[^}]*untrusted"));
        assertThat(impostor.received).isEmpty();
        assertThat(stranger.received).isEmpty();
    }
}
