package io.pigw.gateway;

import io.pigw.gateway.as.MessageAcceptor;
import io.pigw.gateway.forward.AnticlockwiseNearest;
import io.pigw.gateway.forward.CspTable;
import io.pigw.gateway.forward.DatabaseCspStore;
import io.pigw.gateway.names.MessageNames;
import io.pigw.gateway.outbox.Acceptance;
import io.pigw.gateway.outbox.Carrier;
import io.pigw.gateway.outbox.DatabaseOutbox;
import io.pigw.gateway.outbox.DeliveryEngine;
import io.pigw.gateway.outbox.Direction;
import io.pigw.gateway.outbox.Outbox;
import io.pigw.gateway.peer.PeerCarrier;
import io.pigw.gateway.peer.PeerMessages;
import io.pigw.gateway.peer.PeerSide;
import io.pigw.gateway.translate.Addressing;
import io.pigw.gateway.translate.ImsToPeer;
import io.pigw.gateway.translate.PeerToIms;
import io.pigw.gateway.ua.UserAgent;
import io.pigw.gateway.users.DatabaseImsUserStore;
import io.pigw.gateway.users.ImsUserRoutes;
import io.pigw.gateway.users.ImsUserStore;
import io.pigw.gateway.users.ImsUsers;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.trace.MessageTrace;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Everything of the gateway between its sockets: on the P2PSIP endpoint's loop, but for the acceptor, which any thread may call.
 */
final class GatewayNode {

    private static final Duration PURGE_EVERY = Duration.ofSeconds(1);

    private final NodeId id;
    private final P2psipEndpoint endpoint;
    private final InstantSource clock;
    private final Outbox outbox;
    private final Duration expiry;
    private final CspTable csps;
    private final Addressing addressing;
    private final DeliveryEngine toPeers;
    private final DeliveryEngine toIms;
    private final PeerSide peerSide;
    private final PeerMessages messages;
    private final ImsAcceptor acceptor;
    private final ImsUsers imsUsers;
    private volatile int cspsUp;
    private boolean closed;

    private GatewayNode(
            Parts parts,
            Outbox outbox,
            CspTable csps,
            Addressing addressing,
            ImsUserStore userStore,
            UserAgent userAgent)
            throws IOException {
        NodeCertificate self = parts.endpoint().certificate();
        DeliveryConfig delivery = parts.config().delivery();
        RandomGenerator random = parts.environment().random();
        MessageNames names = parts.names();
        MessageTrace trace = parts.trace();
        this.id = self.id();
        this.endpoint = parts.endpoint();
        this.clock = parts.environment().clock();
        this.outbox = outbox;
        this.expiry = delivery.expiry();
        this.csps = csps;
        this.addressing = addressing;
        ImsToPeer imsToPeer = new ImsToPeer(addressing);
        PeerToIms peerToIms = new PeerToIms(addressing);
        Notices notices = new Notices(imsToPeer, peerToIms, names, delivery.expiry());
        OutboxRoom room = new OutboxRoom(outbox::pending, delivery.limits().maxMessages(), clock, random);
        GatewayMetrics peerMetrics =
                new GatewayMetrics(parts.environment().metrics(), Direction.TO_PEER, this::pump, room::ended);
        GatewayMetrics imsMetrics =
                new GatewayMetrics(parts.environment().metrics(), Direction.TO_IMS, this::pump, room::ended);
        Carrier toPeer = new PeerCarrier(
                id,
                csps,
                new AnticlockwiseNearest(addressing.ring()),
                endpoint::requestOverLink,
                delivery.attemptTimeout(),
                delivery.maxInFlight(),
                random,
                trace);
        this.toPeers = engine(parts, Direction.TO_PEER, toPeer, notices, peerMetrics);
        this.toIms = engine(
                parts,
                Direction.TO_IMS,
                new ImsCarrier(id, userAgent::send, endpoint.loop(), trace),
                notices,
                imsMetrics);
        this.messages = new PeerMessages(
                self,
                endpoint.verifier(),
                peerToIms,
                outbox,
                delivery.expiry(),
                clock,
                random,
                names,
                trace,
                acceptance -> offered(imsMetrics, toIms, acceptance));
        parts.environment().metrics().gauge("pigw_gateway_peers_admitted_share", messages::admittedShare);
        this.peerSide = new PeerSide(endpoint, csps, messages, this::countCsps);
        this.acceptor = new ImsAcceptor(
                new ImsAcceptor.Parts(
                        id,
                        imsToPeer,
                        outbox,
                        delivery.expiry(),
                        parts.config().sip().acceptStatus(),
                        room,
                        clock,
                        names,
                        trace),
                acceptance -> offered(peerMetrics, toPeers, acceptance));
        this.imsUsers = ImsUsers.open(
                new ImsUsers.Ports(userStore, endpoint.loop(), clock, addressing::imsUser, this::onReachable));
    }

    /**
     * What it is made of.
     *
     * @param names what messages are called
     * @param identities of the gateway on the IMS side, {@code user@host}
     */
    record Parts(
            GatewayConfig config,
            Environment environment,
            P2psipEndpoint endpoint,
            MessageTrace trace,
            MessageNames names,
            Set<String> identities) {}

    /** Reads the tables. Blocks; not on the loop. */
    static GatewayNode open(Parts parts, Database database, UserAgent userAgent) throws IOException {
        GatewayConfig config = parts.config();
        CspTable csps = CspTable.open(
                database.members()
                        .map(members -> new DatabaseCspStore(database, members.self()))
                        .orElseGet(() -> new DatabaseCspStore(database)),
                config.contacts(),
                parts.environment().clock());
        DatabaseOutbox outbox = DatabaseOutbox.open(
                database,
                parts.endpoint().loop(),
                config.delivery().limits(),
                EndpointOptions.DEFAULTS.messageLimits(),
                parts.environment().clock().instant());
        parts.environment().metrics().gauge("pigw_gateway_dead_letters", outbox::dead);
        Set<NodeId> reserved = new HashSet<>();
        reserved.add(parts.endpoint().certificate().id());
        csps.all().forEach(csp -> reserved.add(csp.contact().id()));
        Addressing addressing = new Addressing(
                config.overlay().ring(),
                config.overlay().name(),
                config.sip().domain(),
                reserved,
                parts.identities(),
                NumberConfig.table(config.sip().numbers(), config.overlay().name()));
        ImsUserStore users = new DatabaseImsUserStore(database, parts.endpoint().loop());
        return new GatewayNode(parts, outbox, csps, addressing, users, userAgent);
    }

    private DeliveryEngine engine(
            Parts parts, Direction direction, Carrier carrier, Notices notices, GatewayMetrics metrics) {
        return new DeliveryEngine(
                direction,
                outbox,
                carrier,
                notices,
                parts.config().delivery().retries(),
                parts.config().delivery().maxInFlight(),
                new DeliveryEngine.Timing(
                        endpoint.scheduler(), clock, parts.environment().random()),
                metrics);
    }

    /** On any thread. */
    private void offered(GatewayMetrics metrics, DeliveryEngine engine, Acceptance acceptance) {
        metrics.onAcceptance(acceptance);
        if (acceptance instanceof Acceptance.Stored) {
            if (endpoint.loop().inEventLoop()) {
                engine.pump();
            } else {
                endpoint.loop().execute(engine::pump);
            }
        }
    }

    private void pump(Direction direction) {
        switch (direction) {
            case TO_PEER -> toPeers.pump();
            case TO_IMS -> toIms.pump();
        }
    }

    /** An IMS user can be reached again: what waits for it is tried now. Any thread. */
    void onReachable(Party.User user) {
        endpoint.loop().execute(() -> {
            if (!closed) {
                toIms.hurry(addressing.imsUri(user));
            }
        });
    }

    private void countCsps() {
        cspsUp = csps.up().size();
    }

    /** Takes messages from IMS. */
    MessageAcceptor acceptor() {
        return acceptor;
    }

    /** Users of the IMS side. */
    ImsUsers imsUsers() {
        return imsUsers;
    }

    /** What an operator can ask. */
    List<AdminRoute> adminRoutes() {
        List<AdminRoute> routes = new ArrayList<>(ImsUserRoutes.of(imsUsers, endpoint.loop()));
        routes.addAll(DeadLetterRoutes.of(outbox.deadLetters(), endpoint.loop(), this::pump, expiry, clock));
        return routes;
    }

    /** CSPs that are connected. Any thread. */
    int cspsUp() {
        return cspsUp;
    }

    /** Messages and notices that have not ended. Any thread. */
    int pending() {
        return outbox.pending();
    }

    /** Dials, and delivers what an earlier run left. On the loop. */
    void start() {
        peerSide.start();
        toPeers.pump();
        toIms.pump();
        purge();
    }

    /** What was handed over to this gateway is tried at once. On the loop. */
    void gather() {
        if (!closed) {
            pumpAfter(outbox.gather());
        }
    }

    private void pumpAfter(CompletionStage<Integer> taken) {
        var _ = taken.thenAccept(_ -> {
            if (!closed) {
                toPeers.pump();
                toIms.pump();
            }
        });
    }

    private void purge() {
        if (!closed) {
            pumpAfter(outbox.tend(clock.instant()));
            outbox.purge(clock.instant());
            imsUsers.dropEnded();
            endpoint.scheduler().schedule(PURGE_EVERY, this::purge);
        }
    }

    /** On the loop. */
    GatewayStatus status() {
        return new GatewayStatus(id, csps.all(), outbox.pending());
    }

    /** Takes no message from IMS any more, and begins no attempt. On the loop. */
    void drain() {
        acceptor.drain();
        toPeers.drain();
        toIms.drain();
    }

    /** Attempts, and messages that are not answered yet. On the loop. */
    int underWay() {
        return acceptor.underWay() + messages.underWay() + toPeers.inFlight() + toIms.inFlight();
    }

    /** Attempts nothing any more. On the loop. */
    void close() {
        closed = true;
        var _ = outbox.leave(underWay() == 0);
        toPeers.close();
        toIms.close();
        peerSide.close();
    }
}
