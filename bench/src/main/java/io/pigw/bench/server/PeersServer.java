package io.pigw.bench.server;

import io.pigw.bench.BenchException;
import io.pigw.p2psip.HostPort;
import io.pigw.peer.Peer;
import io.pigw.peer.PeerConfig;
import io.pigw.peer.PeerStatus;
import io.pigw.peer.Peers;
import io.pigw.peer.inbox.Inbox;
import io.pigw.peer.inbox.InboxEntry;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many peers in one process. Started once all have joined and their fingers are checked. */
final class PeersServer implements MeasuredServer {

    private static final Duration TO_SETTLE = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Peers peers;
    private final Map<Peer, Long> counted = new HashMap<>();
    private long arrived;

    private PeersServer(Peers peers) {
        this.peers = peers;
    }

    static PeersServer start(Environment environment, List<Path> configs) throws IOException {
        List<PeerConfig> loaded = new ArrayList<>();
        for (Path config : configs) {
            loaded.add(Configuration.load(config, PeerConfig.class, Map.of()));
        }
        PeersServer server = new PeersServer(Peers.start(loaded, environment));
        try {
            server.awaitSettled();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", interrupted);
        }
        return server;
    }

    private void awaitSettled() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (long waited = 0; waited <= TO_SETTLE.toMillis(); waited += LOOK_EVERY_MILLIS) {
            if (settled() == peers.all().size()) {
                return;
            }
            never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
        throw new BenchException("only " + settled() + " of " + peers.all().size() + " peers have settled within "
                + TO_SETTLE.toSeconds() + " s: use fewer, or a machine with less to do");
    }

    private long settled() {
        return peers.all().stream()
                .map(Peer::status)
                .map(CompletableFuture::join)
                .filter(status -> status.member() && status.settled())
                .map(PeerStatus::id)
                .count();
    }

    /** Any of them: nobody dials this process by it. */
    @Override
    public HostPort address() {
        return peers.all().getFirst().contact().address();
    }

    @Override
    public int pending() {
        return 0;
    }

    @Override
    public long arrived() {
        for (Peer peer : peers.all()) {
            List<InboxEntry> page;
            do {
                page = peer.inbox().after(counted.getOrDefault(peer, 0L), Inbox.MAX_PAGE);
                if (!page.isEmpty()) {
                    counted.put(peer, page.getLast().number());
                    arrived += page.size();
                }
            } while (page.size() == Inbox.MAX_PAGE);
        }
        return arrived;
    }

    @Override
    public void close() {
        peers.close();
    }
}
