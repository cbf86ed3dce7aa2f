package io.pigw.bench.churn;

import io.pigw.csp.Csp;
import io.pigw.csp.CspConfig;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.Peer;
import io.pigw.peer.PeerConfig;
import io.pigw.peer.Peers;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The members of a ring that run in this process: CSPs from the start, peers once they are to join. Blocks. */
final class Members implements AutoCloseable {

    static final String CSP = "csp ";
    static final String PEER = "peer ";

    private final Environment environment;
    private final List<PeerConfig> waiting;
    private final List<Csp> csps = new ArrayList<>();
    private @Nullable Peers peers;

    private Members(Environment environment, List<PeerConfig> waiting) {
        this.environment = environment;
        this.waiting = waiting;
    }

    /** Starts the CSPs of a list of files. */
    static Members start(Environment environment, Path list) throws IOException {
        List<PeerConfig> waiting = new ArrayList<>();
        Members members = new Members(environment, waiting);
        for (String line : Files.readAllLines(list)) {
            if (line.startsWith(CSP)) {
                Path file = Path.of(line.substring(CSP.length()));
                members.csps.add(Csp.start(Configuration.load(file, CspConfig.class, Map.of()), environment));
            } else {
                Path file = Path.of(line.substring(PEER.length()));
                waiting.add(Configuration.load(file, PeerConfig.class, Map.of()));
            }
        }
        return members;
    }

    /** Starts the peers; they join by themselves. */
    void join() throws IOException {
        peers = Peers.start(waiting, environment);
    }

    List<Peer> peers() {
        return peers == null ? List.of() : peers.all();
    }

    Peer peer(NodeId id) {
        if (peers == null) {
            throw new IllegalStateException("the peers have not started");
        }
        return peers.find(id).orElseThrow();
    }

    MembersState state() {
        int settledCsps = count(csps.stream().map(Csp::status).toList(), status -> status.member() && status.settled());
        int joined = peers == null ? 0 : peers.joined();
        int settledPeers =
                count(peers().stream().map(Peer::status).toList(), status -> status.member() && status.settled());
        return new MembersState(settledCsps, joined, settledPeers, OpenFiles.now());
    }

    private static <S> int count(List<CompletableFuture<S>> states, Predicate<S> good) {
        return (int) states.stream().map(CompletableFuture::join).filter(good).count();
    }

    @Override
    public void close() {
        if (peers != null) {
            peers.close();
        }
        csps.forEach(Csp::close);
    }
}
