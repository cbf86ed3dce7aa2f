package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.message;
import static io.pigw.gateway.sip.Texts.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipMetrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A store that stalls, and comes back, seen from outside. */
final class OverloadedServerTest {

    @Test
    void shedsWhileTheStoreStallsAndRecoversOnItsOwn() {
        try (AsFixture server = new AsFixture();
                RawUdp client = new RawUdp(server.port())) {
            // Given a store that does not answer
            CompletableFuture<Answer> stalled = new CompletableFuture<>();
            server.next = stalled;
            int[] sent = {0};
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (int i = 0; i < 50; i++) {
                    client.send(message("UDP", client.port(), "stall" + sent[0]++, "", "x"));
                }
                return server.metrics.of(SipMetrics.REFUSED, "overload") > 5;
            });

            // Then most are told to stay away, and OPTIONS is answered
            String refused = client.receiveText();
            assertThat(refused).startsWith("SIP/2.0 503 Service Unavailable\r\n");
            assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
            try (RawUdp core = new RawUdp(server.port())) {
                core.send(request("OPTIONS", "sip:gw@p2p.example.net", "UDP", core.port(), "opt", "", ""));
                assertThat(core.receiveText()).startsWith("SIP/2.0 200 ");
            }

            // When it answers again
            server.next = CompletableFuture.completedStage(Answer.of(200, "OK"));
            stalled.complete(Answer.of(200, "OK"));

            // Then soon all are let in
            await().atMost(Duration.ofSeconds(60)).until(() -> server.server.admittedShare() == 1);
            int before = server.accepted.size();
            for (int i = 0; i < 20; i++) {
                client.send(message("UDP", client.port(), "after" + i, "", "x"));
            }
            await().until(() -> server.accepted.size() == before + 20);
            assertThat(server.server.inFlight()).isZero();
        }
    }
}
