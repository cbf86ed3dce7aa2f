package io.pigw.peer;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Drainable;
import io.pigw.runtime.Environment;
import io.pigw.runtime.admin.AdminServer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One peer with its own admin port: what {@code pigw peer} runs. */
public final class PeerService implements Drainable {

    private final Peers peers;
    private final @Nullable AdminServer admin;

    private PeerService(Peers peers, @Nullable AdminServer admin) {
        this.peers = peers;
        this.admin = admin;
    }

    /**
     * Starts it. Blocks; the peer joins by itself.
     *
     * @throws IOException if the identity cannot be read
     */
    public static PeerService start(PeerConfig config, Environment environment) throws IOException {
        Peers peers = Peers.start(List.of(config), environment);
        try {
            HostPort bind = config.admin();
            return new PeerService(
                    peers,
                    bind == null
                            ? null
                            : AdminServer.start(
                                    bind,
                                    environment,
                                    () -> peers.joined() == 1
                                            ? peers.all().getFirst().problem()
                                            : Optional.of("no CSP has admitted it yet"),
                                    PeerRoutes.of(peers::find)));
        } catch (RuntimeException failed) {
            peers.close();
            throw failed;
        }
    }

    /** The peer. */
    public Peer peer() {
        return peers.all().getFirst();
    }

    /** Where the admin port listens; empty when there is none. */
    public Optional<HostPort> adminAddress() {
        return Optional.ofNullable(admin).map(AdminServer::address);
    }

    @Override
    public CompletableFuture<Integer> drain() {
        return peers.drain();
    }

    /** Leaves the ring and closes. Blocks. */
    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
        peers.leave();
    }
}
