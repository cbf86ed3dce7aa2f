package io.pigw.bench.faults;

import io.pigw.bench.enroll.FixedNode;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.bench.scale.ScaleRing;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An enrollment server, an opinion server, two CSPs, a gateway and peers in two processes, at addresses that stay. Blocks. */
final class FaultOverlay implements AutoCloseable {

    private static final int CSPS = 2;
    private static final int HOSTILE = 64;
    private static final int FIRST_HOSTILE = 8_100;
    private static final int VOLUME_MEBIBYTES = 512;
    private static final int PEER_PROCESSES = 2;

    /** With the enrollment server, the opinion server and the gateway. */
    static final int PROCESSES = CSPS + PEER_PROCESSES + 3;

    private final List<FaultedProcess> processes = new ArrayList<>();
    private final List<TcpFaultProxy> proxies = new ArrayList<>();
    private final OverlayFiles files;
    private final FaultedEnrollment enrollment;
    private final FaultedLoad load;
    private final List<HostPort> sip;
    private final @Nullable Volume volume;
    private @Nullable PostgresServer database;
    private final Footprints footprints = new Footprints();
    private @Nullable BadInputCounts badInput;
    private @Nullable NewGateways newGateways;

    private FaultOverlay(
            OverlayFiles files,
            FaultedEnrollment enrollment,
            FaultedLoad load,
            List<HostPort> sip,
            @Nullable Volume volume) {
        this.files = files;
        this.enrollment = enrollment;
        this.load = load;
        this.sip = sip;
        this.volume = volume;
    }

    /** Who takes part. */
    static List<FixedNode> nodes(FaultsOptions options) {
        List<FixedNode> nodes = new ArrayList<>();
        nodes.add(ScaleRing.sos());
        nodes.addAll(ScaleRing.csps(CSPS));
        nodes.addAll(ScaleRing.gateways(2)); // the second one shares an outbox, or starts for the first time
        nodes.addAll(ScaleRing.peers(options.peers()));
        if (options.faults().stream().anyMatch(Fault.Garbage.class::isInstance)) {
            nodes.addAll(hostile());
        }
        return nodes;
    }

    /** Peers and gateways that have certificates and never join; a peer that breaks the protocol gets no link for a while. */
    private static List<FixedNode> hostile() {
        return IntStream.range(FIRST_HOSTILE, FIRST_HOSTILE + HOSTILE)
                .mapToObj(id -> new FixedNode(id % 2 == 0 ? Role.PEER : Role.GATEWAY, NodeId.of(id)))
                .toList();
    }

    /** Starts all and waits until the ring has settled. */
    static FaultOverlay start(
            OverlayFiles files,
            FaultedEnrollment enrollment,
            FixedPorts ports,
            FaultsOptions options,
            Fault fault,
            FaultedLoad load,
            Path directory)
            throws IOException, InterruptedException {
        Fault.Needs needs = fault.needs();
        Volume volume = switch (needs) {
            case NOTHING, PROXIES, SHARED_OUTBOX -> null;
            case GATEWAY_ON_VOLUME, ALL_ON_VOLUME -> Volume.create(directory, VOLUME_MEBIBYTES);
        };
        List<HostPort> sip =
                needs == Fault.Needs.SHARED_OUTBOX ? List.of(ports.next(), ports.next()) : List.of(ports.next());
        FaultOverlay overlay = new FaultOverlay(files, enrollment, load, sip, volume);
        try {
            if (needs == Fault.Needs.SHARED_OUTBOX) {
                overlay.database = PostgresServer.start(directory, ports.next());
            }
            Path gateways = volume == null ? directory : volume.place();
            Path others = needs == Fault.Needs.ALL_ON_VOLUME ? gateways : directory;
            overlay.configure(files, options, needs, new Places(gateways, others), ports);
            if (volume != null) {
                volume.sync(); // whoever installs a service has its configuration on disk
            }
            overlay.processes.forEach(process -> process.become(fault.begins()));
            overlay.up();
            return overlay;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            overlay.close();
            throw failed;
        }
    }

    /** Where files lie. */
    private record Places(Path gateways, Path others) {}

    private void configure(
            OverlayFiles files, FaultsOptions options, Fault.Needs needs, Places places, FixedPorts ports)
            throws IOException {
        Path directory = places.others();
        Path ca = Files.createDirectory(directory.resolve("enrollment"));
        add(FaultedService.ENROLLMENT, "enrollment", List.of(enrollment.copyTo(ca)), options, ca);
        NodeId sos = ScaleRing.sos().id();
        HostPort sosAddress = ports.next();
        add(FaultedService.SOS, "sos", List.of(files.sos(directory, sos, sosAddress)), options, directory);
        Map<NodeId, HostPort> csps = new LinkedHashMap<>();
        for (FixedNode csp : ScaleRing.csps(CSPS)) {
            csps.put(csp.id(), ports.next());
        }
        for (NodeId csp : csps.keySet()) {
            HostPort listen = csps.get(csp);
            if (needs == Fault.Needs.PROXIES) {
                listen = ports.next();
                proxies.add(TcpFaultProxy.open(load.loops(), csps.get(csp), listen));
            }
            Path config = files.csp(directory, csp, csps, listen, sos, sosAddress);
            add(FaultedService.CSP, "csp-" + csp, List.of(config), options, directory);
        }
        for (int i = 0; i < sip.size(); i++) {
            NodeId id = ScaleRing.gateways(sip.size()).get(i).id();
            Path config = gateway(places.gateways(), id, csps, sip.get(i));
            add(FaultedService.GATEWAY, "gateway-" + id, List.of(config), options, places.gateways());
        }
        newGateways = new NewGateways(
                files,
                options,
                ScaleRing.gateways(2).getLast().id(),
                csps,
                ports,
                load.core().address(),
                directory);
        List<FixedNode> peers = ScaleRing.peers(options.peers());
        for (int i = 0; i < PEER_PROCESSES; i++) {
            Path folder = Files.createDirectory(directory.resolve("peers-" + i));
            List<Path> configs = new ArrayList<>();
            for (int peer = i; peer < peers.size(); peer += PEER_PROCESSES) {
                configs.add(files.peer(folder, peers.get(peer).id(), csps, sos, sosAddress));
            }
            add(FaultedService.PEERS, "peers-" + i, configs, options, folder);
        }
    }

    private Path gateway(Path directory, NodeId id, Map<NodeId, HostPort> csps, HostPort listen) throws IOException {
        HostPort core = load.core().address();
        return database == null
                ? files.gateway(directory, id, csps, listen, core)
                : files.sharingGateway(directory, id, csps, listen, core, database.store());
    }

    private void add(FaultedService service, String name, List<Path> configs, FaultsOptions options, Path directory) {
        processes.add(new FaultedProcess(service, name, configs, options.heap(), directory));
    }

    /** Starts all anew, and waits until they work. */
    void up() throws IOException, InterruptedException {
        List<FaultedProcess> peers = of(FaultedService.PEERS);
        up(processes.stream().filter(process -> !peers.contains(process)).toList());
        up(peers);
    }

    /** Side by side. */
    private static void up(List<FaultedProcess> some) throws IOException, InterruptedException {
        for (FaultedProcess process : some) {
            process.start();
        }
        for (FaultedProcess process : some) {
            process.awaitReady();
        }
    }

    /** All processes, in the order of their start, which is that of an upgrade, too. */
    List<FaultedProcess> processes() {
        return List.copyOf(processes);
    }

    /** The one whose turn it is: first the gateway and what is on its way, last the opinion server and the enrollment server. */
    FaultedProcess inTurn(int round) {
        List<FaultedProcess> turns = new ArrayList<>(of(FaultedService.GATEWAY));
        List<FaultedProcess> csps = of(FaultedService.CSP);
        List<FaultedProcess> peers = of(FaultedService.PEERS);
        for (int i = 0; i < Math.max(csps.size(), peers.size()); i++) {
            turns.add(csps.get(i % csps.size()));
            turns.add(peers.get(i % peers.size()));
        }
        turns.addAll(of(FaultedService.SOS));
        turns.addAll(of(FaultedService.ENROLLMENT));
        return turns.get(round % turns.size());
    }

    /** Those before the CSPs; none if no fault needs any. */
    List<TcpFaultProxy> proxies() {
        return List.copyOf(proxies);
    }

    /** Those that start for the first time. */
    NewGateways newGateways() {
        return Objects.requireNonNull(newGateways, "not configured");
    }

    /** The disk of its own. */
    Volume volume() {
        return Objects.requireNonNull(volume, "no fault needed a volume");
    }

    /** Who sends what nobody should. */
    BadInput badInput(long seed) throws IOException {
        List<NodeIdentity> identities = new ArrayList<>();
        for (FixedNode node : hostile()) {
            identities.add(files.identity(node.id()));
        }
        return new BadInput(identities, InstantSource.system(), seed);
    }

    /** Where EST is. */
    HostPort enrollment() {
        return enrollment.est();
    }

    /** What goes both ways. */
    FaultedLoad load() {
        return load;
    }

    /** Keeps what bad input came to. */
    void sent(BadInputCounts counts) {
        badInput = counts;
    }

    /** What bad input came to; null if there was none. */
    @Nullable
    BadInputCounts badInput() {
        return badInput;
    }

    /** What its processes held on to, whenever somebody looked. */
    Footprints footprints() {
        return footprints;
    }

    /** Lets that much time go by. */
    void rest(Duration time) throws InterruptedException {
        processes.getFirst().rest(time);
    }

    List<FaultedProcess> of(FaultedService service) {
        return processes.stream()
                .filter(process -> process.service() == service)
                .toList();
    }

    /** Messages that gateways have accepted and not delivered. */
    int pending() throws InterruptedException {
        int pending = 0;
        for (FaultedProcess gateway : of(FaultedService.GATEWAY)) {
            pending += gateway.pending();
        }
        return pending;
    }

    /** Where gateways take SIP. */
    List<HostPort> sip() {
        return sip;
    }

    /** What gateways share. */
    PostgresServer database() {
        return Objects.requireNonNull(database, "no fault needed a database of several gateways");
    }

    @Override
    public void close() {
        processes.reversed().forEach(FaultedProcess::close);
        proxies.forEach(TcpFaultProxy::close);
        if (database != null) {
            database.close();
        }
        if (volume != null) {
            volume.close();
        }
    }
}
