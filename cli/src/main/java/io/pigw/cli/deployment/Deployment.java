package io.pigw.cli.deployment;

import io.pigw.cli.Progress;
import io.pigw.cli.UserError;
import io.pigw.cli.deployment.Enroller.Enrolled;
import io.pigw.csp.Csp;
import io.pigw.enrollment.Enrollment;
import io.pigw.gateway.Gateway;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.Peer;
import io.pigw.peer.Peers;
import io.pigw.runtime.Environment;
import io.pigw.runtime.store.StoreException;
import io.pigw.runtime.trace.MessageTrace;
import io.pigw.runtime.trace.WireTap;
import io.pigw.sos.Sos;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All five elements of the paper in one process, each started by its own composition root with nothing but configuration.
 * Methods block; any thread.
 */
public final class Deployment implements AutoCloseable {

    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(3);

    private final DeploymentOptions options;
    private final Environment environment;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Progress progress;
    private final MessageTrace trace;
    private final Enrollment enrollment;
    private final Plan plan;
    private final Identities identities;
    private final Path operatorIdentity;
    private final Sos sos;
    private final Map<NodeId, Csp> csps = new LinkedHashMap<>();
    private final Gateway gateway;
    private final Peers peers;
    private @Nullable Peers peersUp;

    private Deployment(
            DeploymentOptions options, DeliveryOptions delivery, Progress progress, WireTap tap, MessageTrace trace)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.options = options;
        this.progress = progress;
        this.trace = trace;
        this.environment = opened(Environment.create(loopThreads()).withTap(tap));
        NodeIds ids = new NodeIds(options.ringBits());
        try {
            progress.begin("Enrollment server");
            PublishPort publish = Plan.publishPort(options);
            enrollment = opened(Enrollment.start(Plan.enrollment(options, ids, publish.address()), environment));
            FolderRing.require(options, ids);
            publish.keep();
            progress.end("EST at " + enrollment.est());

            progress.begin("Certificates");
            try (Enroller enroller = new Enroller(enrollment, environment, options.data())) {
                identities = Identities.enroll(enroller, options, ids, progress);
                operatorIdentity = enroller.operator();
            }
            progress.end(identities.listeners().size() + 1 + " by EST, a one-time token each");
            PortPlan ports = opened(PortPlan.of(identities.listeners(), options.ringBits()));
            plan = new Plan(options, ids, ports.ports());

            progress.begin("SOS, CSPs and gateway");
            sos = opened(Sos.start(
                    plan.sos(identities.sos().files()), identities.sos().identity(), environment));
            for (Enrolled csp : identities.csps()) {
                startCsp(csp);
            }
            enrollment.publication().orElseThrow().pushTo(plan.cspContacts());
            gateway = opened(Gateway.start(
                    plan.gateway(identities.gateway().files(), delivery),
                    identities.gateway().identity(),
                    environment,
                    trace));
            await("CSPs have settled", csps.values(), Csp::status, status -> status.member() && status.settled());
            Settling.await("CSPs are connected", csps.size(), SETTLE_LIMIT, this::cspsUp, _ -> {});
            progress.end(csps.size() + " CSPs, SIP at " + gateway.sipAddress());

            progress.begin("Peers join");
            List<Peers.Member> members = new ArrayList<>();
            for (Enrolled peer : identities.peers()) {
                members.add(new Peers.Member(plan.peer(peer.id(), peer.files()), peer.identity()));
            }
            peers = Peers.start(members, environment, trace);
            peersUp = peers;
            Settling.await(
                    "peers have joined",
                    members.size(),
                    SETTLE_LIMIT,
                    peers::joined,
                    now -> progress.update(now, members.size()));
            progress.end(members.size() + " peers admitted");

            progress.begin("The ring settles");
            await("peers have settled", peers.all(), Peer::status, status -> status.member() && status.settled());
            progress.end(members.size() + csps.size() + " members");
        } catch (IOException | GeneralSecurityException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Starts everything and waits until the overlay has settled, saying how far it is. */
    public static Deployment start(DeploymentOptions options, Progress progress) {
        return start(options, new DeliveryOptions(), progress, WireTap.NONE, MessageTrace.NONE);
    }

    /**
     * As {@link #start(DeploymentOptions, Progress)}, observed.
     *
     * @param tap sees all links' bytes
     * @param trace is told of the steps of messages
     */
    public static Deployment start(
            DeploymentOptions options, DeliveryOptions delivery, Progress progress, WireTap tap, MessageTrace trace) {
        try {
            Descriptors.require(options);
            Files.createDirectories(
                    options.data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new Deployment(options, delivery, progress, tap, trace);
        } catch (StoreException e) {
            throw new UserError(
                    e.getMessage() + ". Is another standalone running on " + options.data()
                            + "? Name another folder with --data",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw new UserError("cannot start: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while starting", e);
        }
    }

    /** The gateway's ID in a ring of that size. */
    public static NodeId gatewayId(int ringBits) {
        return new NodeIds(ringBits).gateway();
    }

    /** What was set. */
    public DeploymentOptions options() {
        return options;
    }

    /** What all nodes share. */
    public Environment environment() {
        return environment;
    }

    /** The E&amp;A server. */
    public Enrollment enrollment() {
        return enrollment;
    }

    /** Where its operators go. */
    public URI operators() {
        return enrollment.operators().orElseThrow();
    }

    /** The folder with an operator's identity. */
    public Path operatorIdentity() {
        return operatorIdentity;
    }

    /** The opinion server. */
    public Sos sos() {
        return sos;
    }

    /** The gateway. */
    public Gateway gateway() {
        return gateway;
    }

    /** The peers, those of the paper's figures first. */
    public List<Peer> peers() {
        return peers.all();
    }

    /** The peer with that ID. */
    public Optional<Peer> peer(NodeId id) {
        return peers.find(id);
    }

    /** The running CSPs. */
    public synchronized List<Csp> csps() {
        return List.copyOf(csps.values());
    }

    /** Ends a CSP as a crash would. */
    public synchronized void stopCsp(NodeId id) {
        Csp csp = csps.remove(id);
        if (csp == null) {
            throw new IllegalArgumentException("no CSP " + id + " is running");
        }
        csp.close();
    }

    /** Starts a CSP again, with what its database holds. */
    public synchronized void restartCsp(NodeId id) {
        startCsp(identities.csps().stream()
                .filter(csp -> csp.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no CSP " + id)));
    }

    private void startCsp(Enrolled csp) {
        csps.put(csp.id(), Csp.start(plan.csp(csp.id(), csp.files()), csp.identity(), environment, trace));
    }

    private int cspsUp() {
        return gateway.status().join().cspsUp();
    }

    private <N, S> void await(
            String what, Collection<N> nodes, Function<N, CompletableFuture<S>> status, Predicate<S> good)
            throws InterruptedException {
        Settling.await(
                what,
                nodes.size(),
                SETTLE_LIMIT,
                () -> (int) nodes.stream()
                        .map(status)
                        .map(CompletableFuture::join)
                        .filter(good)
                        .count(),
                now -> progress.update(now, nodes.size()));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private static int loopThreads() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    /** Where the gateway takes SIP. */
    public HostPort sip() {
        return gateway.sipAddress();
    }

    @Override
    public synchronized void close() {
        if (peersUp != null) {
            peersUp.close();
        }
        csps.values().forEach(Csp::close);
        csps.clear();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failed) {
                System.err.println("pigw: something did not close: " + failed);
            }
        }
    }
}
