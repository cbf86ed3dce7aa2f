package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway whose database is a server that goes and comes back. */
@NeedsPostgres
class PostgresGatewayTest extends GatewayFixture {

    private static final String PEER = "sip:586@p2p.example.net";

    private final TestPostgres server = TestPostgres.shared();
    private final StoreConfig store = server.store();

    @Override
    StoreConfig store() {
        return store;
    }

    @Test
    void deliversWhatItAcceptedAndAcceptsNothingWhileTheDatabaseIsAway() throws Exception {
        // Given a message that is accepted, and cannot be delivered yet
        csp().behave(_ -> Optional.of(Status.TEMPORARILY_UNAVAILABLE));
        Gateway gateway = startAndConnect("60s", csp());
        assertThat(ims().message(gateway.sipAddress(), PEER, "1@client", "before"))
                .startsWith("SIP/2.0 200 OK");

        // When the database goes
        server.crash();
        try {
            String refused = ims().message(gateway.sipAddress(), PEER, "2@client", "during");
            assertThat(refused).startsWith("SIP/2.0 503 ").contains("Retry-After: ");
            assertThat(csp().send(NodeId.of(260), signed("p1", BOB)).status().code())
                    .isEqualTo(503);

            // Then what was accepted is delivered nevertheless
            int attempts = csp().received.size();
            csp().behave(_ -> Optional.of(Status.OK));
            await().atMost(Duration.ofSeconds(30)).until(() -> csp().received.size() > attempts);
        } finally {
            server.start();
        }

        // And when the database is back, its end is written, and both ways are open again
        awaitNothingPending(gateway);
        assertThat(ims().message(gateway.sipAddress(), PEER, "2@client", "during"))
                .startsWith("SIP/2.0 200 OK");
        assertThat(csp().send(NodeId.of(260), signed("p1", BOB)).status().code())
                .isEqualTo(200);
        awaitNothingPending(gateway);
        assertThat(csp().received)
                .extracting(MessageRequest::body)
                .extracting(body -> body.toUtf8())
                .containsOnlyOnce("during")
                .contains("before");
        assertThat(ims().requests).hasSize(1);
    }
}
