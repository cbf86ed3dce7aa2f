package io.pigw.bench.server;

import io.pigw.bench.BenchException;
import io.pigw.p2psip.HostPort;
import io.pigw.peer.Peer;
import io.pigw.peer.PeerConfig;
import io.pigw.peer.PeerStatus;
import io.pigw.peer.Peers;
import io.pigw.peer.inbox.Inbox;
import io.pigw.peer.inbox.InboxEntry;
import io.pigw.runtime.Drainable;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many peers in one process. Started once all have joined and their fingers are checked. */
final class PeersServer implements MeasuredServer {

    private static final Duration TO_SETTLE = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Peers peers;
    private final Map<Peer, Long> counted = new HashMap<>();
    private final Map<Peer, Long> listed = new HashMap<>();
    private final Environment environment;
    private long arrived;
    private volatile @Nullable PeerLoad load;

    private PeersServer(Peers peers, Environment environment) {
        this.peers = peers;
        this.environment = environment;
    }

    static PeersServer start(Environment environment, List<Path> configs) throws IOException {
        List<PeerConfig> loaded = new ArrayList<>();
        for (Path config : configs) {
            loaded.add(Configuration.load(config, PeerConfig.class, Map.of()));
        }
        PeersServer server = new PeersServer(Peers.start(loaded, environment), environment);
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
            arrived += read(peer, counted, _ -> {});
        }
        return arrived;
    }

    private static int read(Peer peer, Map<Peer, Long> upTo, Consumer<InboxEntry> each) {
        int read = 0;
        List<InboxEntry> page;
        do {
            page = peer.inbox().after(upTo.getOrDefault(peer, 0L), Inbox.MAX_PAGE);
            if (!page.isEmpty()) {
                upTo.put(peer, page.getLast().number());
                page.forEach(each);
                read += page.size();
            }
        } while (page.size() == Inbox.MAX_PAGE);
        return read;
    }

    @Override
    public void listInboxes(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Peer peer : peers.all()) {
            var _ = read(
                    peer,
                    listed,
                    entry -> lines.add(InboxLine.of(peer.id(), entry.message()).line()));
        }
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void send(PeerLoad.Plan plan) throws IOException {
        if (load != null) {
            load.stop();
        }
        if (plan.perSecond() == 0) {
            return; // what is under way is still answered, and written down
        }
        load = PeerLoad.start(peers.all(), plan, environment.loops().next());
    }

    /** As that of one peer, of all at a time. */
    @Override
    public AutoCloseable service() {
        return new Drainable() {
            @Override
            public CompletableFuture<Integer> drain() {
                if (load != null) {
                    load.stop();
                }
                return peers.drain();
            }

            @Override
            public void close() {
                try (ExecutorService leaving = Executors.newVirtualThreadPerTaskExecutor()) {
                    peers.all().forEach(peer -> leaving.execute(peer::leave));
                }
            }
        };
    }

    @Override
    public void close() {
        if (load != null) {
            load.close();
        }
        peers.close();
    }
}
