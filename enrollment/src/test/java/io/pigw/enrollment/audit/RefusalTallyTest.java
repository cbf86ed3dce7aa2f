package io.pigw.enrollment.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whoever is refused fills no log. */
class RefusalTallyTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Written store = new Written();
    private final RefusalTally tally = new RefusalTally(store, InstantSource.fixed(NOW));

    @Test
    void aMinuteOfStrangersIsOneEntry() {
        for (int i = 0; i < 5_000; i++) {
            tally.stranger("token", "10.0." + i / 250 + "." + i % 250);
            tally.stranger(i % 2 == 0 ? "token" : "request", "192.0.2.1");
        }
        tally.flush();
        tally.flush();

        assertThat(store.events).hasSize(1);
        AuditEvent event = store.events.getFirst();
        assertThat(event.action()).isEqualTo(AuditAction.STRANGERS_REFUSED);
        assertThat(event.details())
                .containsEntry("total", "10000")
                .containsEntry("reason", "request 2500, token 7500")
                .containsEntry("address_a", "192.0.2.1 5000")
                .containsEntry("address_b", "10.0.0.0 1")
                .containsEntry("others", String.valueOf(5_000 - (RefusalTally.MAX_NAMED - 1)));
    }

    @Test
    void aQuietMinuteIsNone() {
        tally.flush();

        assertThat(store.events).isEmpty();
    }

    @Test
    void whoIsKnownIsWrittenAtOnceAndThenCounted() {
        for (int i = 0; i < 200; i++) {
            NodeId node = NodeId.of(i % 100);
            tally.known(
                    node + " revoked",
                    AuditEvent.refused(NOW, AuditActor.node(node), AuditAction.OPERATOR_REFUSED, "", "revoked"),
                    "192.0.2.1");
        }
        assertThat(store.events).hasSize(64);

        tally.close();

        assertThat(store.events).hasSize(65);
        assertThat(store.events.getLast().details()).containsEntry("reason", "repeated 136");
    }

    private static final class Written implements AuditStore {

        private final List<AuditEvent> events = new ArrayList<>();

        @Override
        public CompletableFuture<Void> append(AuditEvent event) {
            events.add(event);
            return CompletableFuture.allOf();
        }

        @Override
        public CompletableFuture<List<AuditEntry>> after(long seq, int max, AuditFilter filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<AuditHead> head() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> keep(AuditCheckpoint checkpoint, Bytes cms) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<List<Checkpointed>> checkpoints(long seq, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Optional<Checkpointed>> lastCheckpoint() {
            throw new UnsupportedOperationException();
        }
    }
}
