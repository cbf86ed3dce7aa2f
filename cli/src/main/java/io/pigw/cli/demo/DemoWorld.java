package io.pigw.cli.demo;

import io.pigw.cli.deployment.Deployment;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.peer.inbox.InboxEntry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario plays on.
 *
 * @param deployment everything that runs
 * @param client the IMS client
 * @param alice who the IMS client is
 * @param recorder of ladders
 * @param confirmations of peers at the gateway
 */
record DemoWorld(
        Deployment deployment,
        ImsClient client,
        Party.User alice,
        LadderRecorder recorder,
        Confirmations confirmations) {

    private static final long LOOK_EVERY_MILLIS = 5;

    Peer peer(NodeId id) {
        return deployment.peer(id).orElseThrow(() -> new IllegalStateException("there is no peer " + id));
    }

    /** The peer's number-th message after the given one; null when it does not come in time. */
    @Nullable
    InboxEntry nextIn(Peer peer, long after, long millis) throws InterruptedException {
        return poll(() -> peer.inbox().after(after, 1).stream().findFirst().orElse(null), millis);
    }

    /** The number of the last message in the peer's inbox, 0 for none. */
    long lastIn(Peer peer) {
        long last = 0;
        List<InboxEntry> page = peer.inbox().after(last, 1_000);
        while (!page.isEmpty()) {
            last = page.getLast().number();
            page = peer.inbox().after(last, 1_000);
        }
        return last;
    }

    private static <T> @Nullable T poll(Supplier<@Nullable T> look, long millis) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        T found = look.get();
        for (long waited = 0; found == null && waited < millis; waited += LOOK_EVERY_MILLIS) {
            never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            found = look.get();
        }
        return found;
    }
}
