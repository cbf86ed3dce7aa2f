package io.pigw.bench.server;

import io.netty.channel.EventLoop;
import io.pigw.gateway.as.Answer;
import io.pigw.gateway.as.ImsMessage;
import io.pigw.gateway.outbox.Acceptance;
import io.pigw.gateway.outbox.DatabaseOutbox;
import io.pigw.gateway.outbox.Direction;
import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Ending;
import io.pigw.gateway.outbox.Outbox;
import io.pigw.gateway.outbox.OutboxKey;
import io.pigw.gateway.outbox.OutboxLimits;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.translate.Addressing;
import io.pigw.gateway.translate.ImsToPeer;
import io.pigw.gateway.translate.Numbers;
import io.pigw.gateway.translate.Translation;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.Ring;
import io.pigw.runtime.Environment;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The application server with durable acceptance behind it: translated, on disk, then 200. What is accepted is ended at once, as if
 * delivered, so that nothing piles up: two writes a message, as in the gateway.
 */
final class AcceptingServer implements MeasuredServer {

    private static final String SCHEMA = "io/pigw/gateway/db";
    private static final Duration EXPIRY = Duration.ofMinutes(1);
    private static final int LEASES = 512;
    private static final Answer OK = Answer.of(200, "OK");
    private static final Answer BUSY = Answer.of(503, "Service Unavailable");

    private final Environment environment;
    private final Database database;
    private final Outbox outbox;
    private final ImsToPeer translator;
    private final AnsweringServer sip;

    private AcceptingServer(Environment environment, Database database, EventLoop loop) throws IOException {
        this.environment = environment;
        this.database = database;
        this.outbox = DatabaseOutbox.open(
                database,
                loop,
                OutboxLimits.DEFAULTS,
                EndpointOptions.DEFAULTS.messageLimits(),
                environment.clock().instant());
        this.translator = new ImsToPeer(
                new Addressing(new Ring(11), "p2p.example.net", "ims.example.net", Set.of(), Set.of(), Numbers.NONE));
        this.sip = AnsweringServer.start(environment, this::accept);
        var _ = loop.scheduleAtFixedRate(() -> outbox.purge(environment.clock().instant()), 1, 1, TimeUnit.SECONDS);
    }

    static AcceptingServer start(Environment environment, Path directory) throws IOException {
        Database database = environment.databases().open(new StoreConfig(directory), SCHEMA);
        return new AcceptingServer(environment, database, environment.loops().next());
    }

    private CompletionStage<Answer> accept(ImsMessage message) {
        Instant now = environment.clock().instant();
        return switch (translator.translate(message, _ -> CallId.mint(environment.random()), now)) {
            case Translation.Refused<Payload.ToPeer> refused ->
                CompletableFuture.completedFuture(
                        Answer.of(refused.status().code(), refused.status().reason()));
            case Translation.Translated<Payload.ToPeer>(Payload.ToPeer payload) ->
                outbox.accept(draft(message, payload, now)).thenApply(this::accepted);
        };
    }

    private static Draft draft(ImsMessage message, Payload.ToPeer payload, Instant now) {
        OutboxKey key = OutboxKey.ofSip(
                ImsToPeer.sender(message),
                message.fromTag().orElse(""),
                message.callId(),
                message.cseq(),
                payload.message().target(),
                payload.message().contentType(),
                message.body());
        return new Draft(key, payload, OK.status(), now, now.plus(EXPIRY), now);
    }

    /** On the outbox's loop. */
    private Answer accepted(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Stored _ -> {
                Instant now = environment.clock().instant();
                outbox.lease(Direction.TO_PEER, now, LEASES)
                        .forEach(lease -> outbox.complete(lease.entry(), Ending.DELIVERED, "", now, Optional.empty()));
                yield OK;
            }
            case Acceptance.Duplicate _ -> OK;
            case Acceptance.Full _ -> BUSY;
        };
    }

    @Override
    public HostPort address() {
        return sip.address();
    }

    @Override
    public int pending() {
        return outbox.pending();
    }

    @Override
    public void close() {
        sip.close();
        database.close();
    }
}
