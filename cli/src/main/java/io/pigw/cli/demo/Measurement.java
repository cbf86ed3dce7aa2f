package io.pigw.cli.demo;

import io.pigw.cli.Progress;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.Peer;
import io.pigw.peer.inbox.InboxEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The paper's §5.1 again: one message after the other between the IMS client and peers drawn by seed. */
final class Measurement {

    static final String TEXT_TYPE = "text/plain;charset=UTF-8";
    private static final long LIMIT_MILLIS = 10_000;

    private final DemoWorld world;
    private final List<NodeId> destinations;
    private final Progress progress;
    private final List<String> problems = new ArrayList<>();

    Measurement(DemoWorld world, List<NodeId> destinations, Progress progress) {
        this.world = world;
        this.destinations = List.copyOf(destinations);
        this.progress = progress;
    }

    /** What went wrong so far; empty when nothing did. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * IMS client to peers: from {@code MESSAGE} sent to the peer's 200 at the gateway. Each text must be in its peer's inbox in the end, once.
     *
     * @param label makes the texts of this run unlike those of others
     */
    Latencies imsToPeers(int messages, String label) throws IOException, InterruptedException {
        long[] nanos = new long[messages];
        world.confirmations().clear();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < messages; i++) {
            NodeId destination = destinations.get(i % destinations.size());
            String text = label + " " + i + " → " + destination;
            expected.add(text);
            long sent = System.nanoTime();
            int status = world.client()
                    .send(
                            "sip:" + destination + "@"
                                    + world.deployment().options().overlayDomain(),
                            text);
            Long confirmed = world.confirmations().awaitPeer(LIMIT_MILLIS);
            if (status / 100 != 2 || confirmed == null) {
                problems.add("message " + i + " to " + destination + ": SIP " + status
                        + (confirmed == null ? ", not confirmed by the peer" : ""));
                return Latencies.of(new long[0]);
            }
            nanos[i] = confirmed - sent;
            progress.update(i + 1, messages);
        }
        checkInboxes(expected, label);
        return Latencies.of(nanos);
    }

    /** Peers to IMS client: from the peer's send to the client's SIP 200 at the gateway. Each text must reach the client once. */
    Latencies peersToIms(int messages, String label) throws InterruptedException {
        long[] nanos = new long[messages];
        world.confirmations().clear();
        Set<String> received = new HashSet<>();
        for (int i = 0; i < messages; i++) {
            Peer source = world.peer(destinations.get(i % destinations.size()));
            String text = label + " " + i + " ← " + source.id();
            long sent = System.nanoTime();
            var result = source.send(world.alice(), TEXT_TYPE, Bytes.utf8(text));
            Long confirmed = world.confirmations().awaitIms(LIMIT_MILLIS);
            SipText message = world.client().receive((int) LIMIT_MILLIS);
            if (confirmed == null || message == null || !result.join().status().isSuccess()) {
                problems.add("message " + i + " from " + source.id() + " was not delivered");
                return Latencies.of(new long[0]);
            }
            if (!message.body().equals(text) || !received.add(message.body())) {
                problems.add("message " + i + " from " + source.id() + " arrived changed or twice");
            }
            nanos[i] = confirmed - sent;
            progress.update(i + 1, messages);
        }
        return Latencies.of(nanos);
    }

    private void checkInboxes(Set<String> expected, String label) {
        Set<String> missing = new HashSet<>(expected);
        for (NodeId destination : new HashSet<>(destinations)) {
            Peer peer = world.peer(destination);
            long after = 0;
            List<InboxEntry> page = peer.inbox().after(after, 1_000);
            while (!page.isEmpty()) {
                for (InboxEntry entry : page) {
                    String text = entry.message().body().toUtf8();
                    if (text.startsWith(label + " ") && !missing.remove(text)) {
                        problems.add("peer " + destination + " shows a message twice, or one that was not sent");
                    }
                }
                after = page.getLast().number();
                page = peer.inbox().after(after, 1_000);
            }
        }
        if (!missing.isEmpty()) {
            problems.add(missing.size() + " confirmed messages are in no inbox");
        }
    }
}
