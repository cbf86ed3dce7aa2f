package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GatewayDrainTest extends GatewayFixture {

    @Test
    void anAttemptIsSeenToItsEndAndWhatIsNewIsRefused() throws Exception {
        csp().behave(_ -> Optional.empty());
        Gateway gateway = startAndConnect("30s", csp());
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        awaitOne(csp().received);

        CompletableFuture<Integer> drained = gateway.drain();
        gateway.status().get(); // by then it has begun to
        assertThat(csp().send(NodeId.of(260), signed("p1", BOB)).status().code())
                .isEqualTo(503);
        String refused = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "2@client", "hi");

        assertThat(refused).startsWith("SIP/2.0 503 ").contains("Retry-After: ");
        assertThat(drained).isNotDone();
        csp().answerLate(Status.OK);
        await().atMost(Duration.ofSeconds(5)).until(drained::isDone);
        assertThat(drained).isCompletedWithValue(0);
        assertThat(gateway.status().get().pending()).isZero();
    }
}
