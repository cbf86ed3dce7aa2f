package io.pigw.bench.scale;

import io.pigw.bench.enroll.FixedNode;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.bench.process.ChildProcess;
import io.pigw.bench.process.JavaCommand;
import io.pigw.bench.server.ServerKind;
import io.pigw.bench.server.ServerMain;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One point's processes, each with a database of its own: SOS, CSPs, gateways, and the peers in one. Blocks. */
final class ScaleOverlay implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(2);
    private static final Duration TO_SETTLE = Duration.ofMinutes(4);
    private static final Duration TO_DELIVER = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final String heap;
    private final Path directory;
    private final Deque<ChildProcess> open = new ArrayDeque<>();
    private final List<ScaleNode> nodes = new ArrayList<>();

    private ScaleOverlay(String heap, Path directory) {
        this.heap = heap;
        this.directory = directory;
    }

    /** Starts all and waits until the ring has settled. */
    static ScaleOverlay start(OverlayFiles files, ScalePoint point, ScaleOptions options, Path directory)
            throws IOException, InterruptedException {
        ScaleOverlay overlay = new ScaleOverlay(options.heap(), directory);
        try {
            overlay.start(files, point, options.peers());
            return overlay;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            overlay.close();
            throw failed;
        }
    }

    private void start(OverlayFiles files, ScalePoint point, int peers) throws IOException, InterruptedException {
        NodeId sos = ScaleRing.sos().id();
        HostPort sosAddress = up(ServerKind.SOS, Map.of("sos", List.of(files.sos(directory, sos))), TO_START)
                .getFirst()
                .address();
        Map<NodeId, HostPort> csps = new LinkedHashMap<>();
        for (FixedNode csp : ScaleRing.csps(point.csps())) {
            csps.put(csp.id(), new HostPort("127.0.0.1", freePort()));
        }
        Map<String, List<Path>> proxies = new LinkedHashMap<>();
        for (NodeId csp : csps.keySet()) {
            proxies.put("csp " + csp, List.of(files.csp(directory, csp, csps, sos, sosAddress)));
        }
        up(ServerKind.PROXY, proxies, TO_START);
        Map<String, List<Path>> gateways = new LinkedHashMap<>();
        for (FixedNode gateway : ScaleRing.gateways(point.gateways())) {
            gateways.put("gateway " + gateway.id(), List.of(files.gateway(directory, gateway.id(), csps)));
        }
        up(ServerKind.GATEWAY, gateways, TO_START);
        List<Path> members = new ArrayList<>();
        for (FixedNode peer : ScaleRing.peers(peers)) {
            members.add(files.peer(directory, peer.id(), csps, sos, sosAddress));
        }
        up(ServerKind.PEERS, Map.of("peers", members), TO_SETTLE);
    }

    /** Starts some side by side, then waits for each. */
    private List<ScaleNode> up(ServerKind kind, Map<String, List<Path>> configs, Duration limit)
            throws IOException, InterruptedException {
        Map<String, ChildProcess> starting = new LinkedHashMap<>();
        for (Map.Entry<String, List<Path>> node : configs.entrySet()) {
            List<String> arguments = new ArrayList<>(List.of(kind.name()));
            node.getValue().forEach(file -> arguments.add(file.toString()));
            ChildProcess process = ChildProcess.start(
                    fileName(node.getKey()),
                    JavaCommand.of(ServerMain.class, heap, arguments),
                    JavaCommand.quiet(),
                    directory);
            open.push(process);
            starting.put(node.getKey(), process);
        }
        List<ScaleNode> started = new ArrayList<>();
        for (Map.Entry<String, ChildProcess> node : starting.entrySet()) {
            HostPort address = HostPort.parse(node.getValue().await(ServerMain.READY, limit));
            Path meters = directory.resolve(fileName(node.getKey()) + ".meters");
            started.add(new ScaleNode(kind, node.getKey(), address, node.getValue(), meters));
        }
        nodes.addAll(started);
        return started;
    }

    private static String fileName(String name) {
        return name.replace(' ', '-');
    }

    /** One that was free just now: all CSPs know each other's before any of them is up. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** All processes. */
    List<ScaleNode> nodes() {
        return List.copyOf(nodes);
    }

    List<ScaleNode> of(ServerKind kind) {
        return nodes.stream().filter(node -> node.kind() == kind).toList();
    }

    /** Waits until no gateway has anything left to deliver, for a minute at most. */
    void awaitDelivered() throws InterruptedException {
        long end = System.nanoTime() + TO_DELIVER.toNanos();
        while (pending() > 0 && System.nanoTime() - end < 0) {
            nodes.getFirst().process().runsAfter(LOOK_EVERY);
        }
    }

    private int pending() throws InterruptedException {
        int pending = 0;
        for (ScaleNode gateway : of(ServerKind.GATEWAY)) {
            pending += gateway.pending();
        }
        return pending;
    }

    /** Lets that much time go by. */
    void rest(Duration time) throws InterruptedException {
        nodes.getFirst().process().runsAfter(time);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
