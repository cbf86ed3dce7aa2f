package io.pigw.bench.churn;

import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.peer.Peer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** A record of each peer, stored and fetched over the network. Blocks. */
final class OverlayRecords {

    private static final int AT_ONCE = 32;
    private static final int COPIES = 3;

    private final Ring ring;

    OverlayRecords(int ringBits) {
        this.ring = new Ring(ringBits);
    }

    /** Somebody's record, and who is to fetch it. */
    record Fetch(NodeId owner, Peer reader) {}

    /** Each stores its record of this version. How many are held. */
    int store(Collection<Peer> owners, int version) throws InterruptedException {
        List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
        Semaphore free = new Semaphore(AT_ONCE);
        for (Peer owner : owners) {
            free.acquire();
            ResourceId resource = resource(owner.id());
            outcomes.add(owner.store(
                            resource,
                            writer -> List.of(writer.value(
                                    resource, Kind.NODE_DATA, RecordKey.single(), version, null, value(version))))
                    .thenApply(outcome -> outcome instanceof StoreOutcome.Answered answered && answered.allHeld())
                    .whenComplete((_, _) -> free.release()));
        }
        return count(outcomes);
    }

    /** How many records of this version are found. */
    int fetch(Collection<Fetch> fetches, int version) throws InterruptedException {
        List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
        Semaphore free = new Semaphore(AT_ONCE);
        for (Fetch fetch : fetches) {
            free.acquire();
            outcomes.add(fetch.reader()
                    .fetch(resource(fetch.owner()), Kind.NODE_DATA)
                    .thenApply(result -> result instanceof FetchResult.Found found
                            && found.values().getFirst().content().value().equals(value(version)))
                    .whenComplete((_, _) -> free.release()));
        }
        return count(outcomes);
    }

    /** Of how many records at least one of the three nodes is left that held them. */
    int held(Collection<NodeId> owners, Collection<NodeId> members, Set<NodeId> gone) {
        return (int) owners.stream()
                .filter(owner -> {
                    NodeId place = resource(owner).placeIn(ring);
                    return members.stream()
                            .sorted(Comparator.comparing(member -> ring.distance(place, member)))
                            .limit(COPIES)
                            .anyMatch(holder -> !gone.contains(holder));
                })
                .count();
    }

    private static ResourceId resource(NodeId owner) {
        return SignedContent.resource(OverlayFiles.OVERLAY, owner, 1);
    }

    private static Bytes value(int version) {
        return Bytes.utf8("version " + version);
    }

    private static int count(List<CompletableFuture<Boolean>> outcomes) {
        return (int) outcomes.stream().filter(CompletableFuture::join).count();
    }
}
