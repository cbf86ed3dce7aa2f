package io.pigw.gateway.outbox;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An outbox under test, and what the tests of any outbox do with it. */
abstract class OutboxFixture {

    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    static final OutboxLimits LIMITS = new OutboxLimits(10, 1 << 20, 8, Duration.ofSeconds(40));

    static final NodeId NODE = NodeId.of(586);

    Outbox outbox;

    /** Opens the outbox, the first time or again on the same disk. */
    abstract Outbox open(OutboxLimits limits) throws Exception;

    /** Closes what {@link #open} opened; the disk stays. */
    abstract void shut() throws Exception;

    /** Runs on the owner's loop and waits for it. */
    abstract <T> T onLoop(java.util.concurrent.Callable<T> call) throws Exception;

    @BeforeEach
    void openFirst() throws Exception {
        outbox = open(LIMITS);
    }

    @AfterEach
    void shutLast() throws Exception {
        shut();
    }

    static Draft from(String sender) {
        return Messages.toPeer(sender, new Party.User(sender, "ims.example.net"), new Party.Node(NODE), NOW);
    }

    static List<String> names(List<Entry> entries) {
        return entries.stream().map(entry -> entry.payload().callId().value()).toList();
    }

    Optional<Entry> defer(Entry entry, Optional<Draft> report) throws Exception {
        return get(onLoop(() -> outbox.defer(entry, report)));
    }

    void hurry(String recipient) throws Exception {
        onLoop(() -> {
            outbox.hurry(Direction.TO_IMS, recipient, NOW);
            return true;
        });
    }

    List<Entry> lease(Direction direction, Instant now) throws Exception {
        return onLoop(() -> outbox.lease(direction, now, 100)).stream()
                .map(Lease::entry)
                .toList();
    }

    Completion complete(Entry entry, Optional<Draft> notice) throws Exception {
        return get(onLoop(() -> outbox.complete(entry, Ending.DELIVERED, "", NOW, notice)));
    }

    void purge(Instant now) throws Exception {
        onLoop(() -> {
            outbox.purge(now);
            return true;
        });
    }

    void reopen() throws Exception {
        reopen(LIMITS);
    }

    void reopen(OutboxLimits limits) throws Exception {
        shut();
        outbox = open(limits);
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
