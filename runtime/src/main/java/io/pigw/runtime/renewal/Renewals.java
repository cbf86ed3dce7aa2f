package io.pigw.runtime.renewal;

import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.runtime.est.CspListFile;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.IdentityStore;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.RenewalConfig;
import io.pigw.runtime.identity.Verifiers;
import io.pigw.runtime.loop.Loops;
import io.pigw.runtime.metrics.Metrics;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the certificates of all nodes of a process. Looks at them every few seconds on one virtual thread; each attempt takes
 * one more, and a limited number run at once. Safe on any thread.
 */
public final class Renewals implements AutoCloseable {

    /** Certificates that are asked for at once. */
    static final int MAX_AT_ONCE = 8;

    /** Enrollment servers of one process. */
    static final int MAX_SERVERS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final int NAMED_IN_ALARM = 5;

    private final Means means;
    private final Loops loops;
    private final List<WatchedIdentity> nodes = new CopyOnWriteArrayList<>();
    private final Set<String> roles = ConcurrentHashMap.newKeySet();
    private final Map<Learner, Learning> authorities = new ConcurrentHashMap<>();
    private final Map<Server, EstClient> clients = new HashMap<>();
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final AtomicBoolean looking = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> timer;
    private boolean closed;

    /** Whom certificates are asked of, and whom it is recognised by. */
    private record Server(URI est, Set<X509Certificate> roots) {}

    /** The nodes that learn together. */
    private record Learner(Server server, String overlay) {}

    /** What they learn, for the verifier of that identity's roots and overlay. */
    private record Learning(NodeIdentity identity, Authorities authorities) {
        Learning(NodeIdentity identity) {
            this(identity, new Authorities());
        }
    }

    /** Of one process. Nothing happens before the first node is watched. */
    public Renewals(InstantSource clock, SecureRandom random, Metrics metrics, Verifiers verifiers, Loops loops) {
        this.means = new Means(clock, random, metrics, verifiers);
        this.loops = loops;
    }

    /**
     * Watches a node's identity until it is closed.
     *
     * @param config where its files are, and who renews it
     * @param identity the present one
     * @param swap puts another one to use; called on a thread that may block, completes once it is used
     */
    public WatchedIdentity watch(
            IdentityConfig config, NodeIdentity identity, Function<NodeIdentity, CompletableFuture<Void>> swap) {
        RenewalConfig renewal = config.renewal();
        if (renewal == null) {
            return watch(config.store(), null, identity, swap);
        }
        Server server = new Server(renewal.uri(), identity.trustAnchors());
        authorities.putIfAbsent(new Learner(server, identity.certificate().overlay()), new Learning(identity));
        CertificateSource source =
                new EnrollmentServer(() -> client(server), CspListFile.beside(config.certificates()), means.clock());
        return watch(config.store(), source, identity, swap);
    }

    WatchedIdentity watch(
            IdentityStore store,
            @Nullable CertificateSource source,
            NodeIdentity identity,
            Function<NodeIdentity, CompletableFuture<Void>> swap) {
        WatchedIdentity node = new WatchedIdentity(means, store, source, identity, swap, nodes::remove);
        String role = node.status().role();
        nodes.add(node);
        if (roles.add(role)) {
            means.metrics().gauge("pigw_identity_days_left", () -> daysLeft(role), "role", role);
        }
        start();
        return node;
    }

    /** Has all nodes ask for new certificates now, due or not, a few at a time. */
    public void hurry() {
        nodes.forEach(WatchedIdentity::hurry);
        lookAside();
    }

    /** How each node's certificate is doing, in the order in which they came. */
    public List<IdentityStatus> statuses() {
        return nodes.stream().map(WatchedIdentity::status).toList();
    }

    /** Why a node is not to be relied on: its certificate has ended, or does within hours; empty if none. */
    public Optional<String> unreadyBecause() {
        Instant now = means.clock().instant();
        return nodes.stream().flatMap(node -> node.unreadyBecause(now).stream()).findFirst();
    }

    /** One look at all nodes. Blocks on files; attempts go on after it. */
    void look() {
        Instant now = means.clock().instant();
        nodes.forEach(WatchedIdentity::lookAtFiles);
        nodes.stream().filter(node -> node.isDue(now)).forEach(this::renew);
        authorities.forEach((learner, learning) -> {
            if (learning.authorities().isDue(now)) {
                learn(learner, learning, now);
            }
        });
        alarm(now);
    }

    private void renew(WatchedIdentity node) {
        if (!places.tryAcquire()) {
            return; // at the next look
        }
        Thread.ofVirtual().name("pigw-renewal").start(() -> {
            try {
                node.renew();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException bug) {
                LOG.atError()
                        .setCause(bug)
                        .addKeyValue("node", node.status().id())
                        .log("A renewal broke");
            } finally {
                places.release();
            }
        });
    }

    private void learn(Learner learner, Learning learning, Instant now) {
        if (!places.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("pigw-authorities").start(() -> {
            try {
                learning.authorities()
                        .refresh(
                                () -> client(learner.server()).authorities(),
                                means.verifiers(),
                                learning.identity(),
                                means.random(),
                                now);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException bug) {
                LOG.atError()
                        .setCause(bug)
                        .addKeyValue("server", learner.server().est())
                        .log("What a server says of its authorities broke");
            } finally {
                places.release();
            }
        });
    }

    private void alarm(Instant now) {
        List<WatchedIdentity> late = new ArrayList<>();
        boolean error = false;
        for (WatchedIdentity node : nodes) {
            Alarm alarm = node.alarm(now);
            if (alarm != Alarm.NONE) {
                late.add(node);
                error |= alarm == Alarm.ERROR;
            }
        }
        if (late.isEmpty()) {
            return;
        }
        late.sort(Comparator.comparingLong(WatchedIdentity::secondsLeft));
        IdentityStatus first = late.getFirst().status();
        (error ? LOG.atError() : LOG.atWarn())
                .addKeyValue(
                        "nodes",
                        late.stream()
                                .limit(NAMED_IN_ALARM)
                                .map(node -> node.status().id())
                                .toList())
                .addKeyValue("count", late.size())
                .addKeyValue("notAfter", first.notAfter())
                .addKeyValue("last", first.lastOutcome())
                .log(
                        "Certificates end and are not renewed: see GET /identity, or replace the files; no restart is needed");
    }

    /** Whole days; not a number if no node has the role. */
    private double daysLeft(String role) {
        return nodes.stream()
                .filter(node -> node.status().role().equals(role))
                .mapToDouble(node ->
                        Math.floorDiv(node.secondsLeft(), Duration.ofDays(1).toSeconds()))
                .min()
                .orElse(Double.NaN);
    }

    private synchronized void start() {
        if (timer == null && !closed) {
            timer = loops.next()
                    .scheduleWithFixedDelay(
                            this::lookAside, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lookAside() {
        if (looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("pigw-identities").start(() -> {
                try {
                    look();
                } catch (RuntimeException bug) {
                    LOG.atError().setCause(bug).log("A look at the identities broke");
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private synchronized EstClient client(Server server) throws IOException {
        EstClient client = clients.get(server);
        if (client != null) {
            return client;
        }
        if (closed || clients.size() >= MAX_SERVERS) {
            throw new IOException("no more than " + MAX_SERVERS + " enrollment servers in one process");
        }
        try {
            EstClient made = EstClient.trusting(server.est(), server.roots(), means.verifiers(), means.random());
            clients.put(server, made);
            return made;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("no TLS towards " + server.est(), unusable);
        }
    }

    /** Watches no more. What is being asked for is not waited for. */
    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel(false);
        }
        clients.values().forEach(EstClient::close);
        clients.clear();
    }
}
