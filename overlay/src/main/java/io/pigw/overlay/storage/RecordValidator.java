package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks everything that a node is asked to hold, whoever asks, and what it is asked to show. */
final class RecordValidator {

    /** Between two looks through a full store for what has ended. */
    static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

    private final LocalNode local;
    private final ReplicaSets replicas;
    private final RecordStore store;
    private final InstantSource clock;
    private final Verifier verifier;
    private final ValueCheck check;
    private final String overlay;
    private Instant nextSweep = Instant.EPOCH;

    RecordValidator(LocalNode local, ReplicaSets replicas, RecordStore store, InstantSource clock, Verifier verifier) {
        this.local = local;
        this.replicas = replicas;
        this.store = store;
        this.clock = clock;
        this.verifier = verifier;
        this.check = new ValueCheck(local, clock, verifier);
        this.overlay = local.overlay();
    }

    /** Stores the value if everything about it is right. */
    StoreResult store(ResourceId resource, int replica, StoredValue value, Certificates certificates) {
        NodeId place = resource.placeIn(local.ring());
        if (replica == 0 ? !replicas.isOwn(place) : !replicas.isHere(place)) {
            return StoreResult.NOT_HERE;
        }
        RecordContent content = value.content();
        HeldValue held = store.find(resource, content.kind(), content.key());
        boolean replaces = held != null && held.content().end().isAfter(clock.instant());
        if (held != null && replaces) {
            if (held.content().equals(content)) {
                return StoreResult.KNOWN;
            }
            if (version(resource, content).compareTo(version(resource, held.content())) < 0
                    && supersedes(resource, held)) {
                return StoreResult.OLDER;
            }
        }
        return check.flaw(resource, value, certificates, listFor(resource, content.kind()))
                .orElseGet(() -> {
                    if (held != null && replaces && supersedes(resource, held) && endsBefore(content, held)) {
                        return StoreResult.ENDS_EARLIER;
                    }
                    NodeCertificate signer = certificates.find(content.author().certificateHash());
                    return put(resource, value, signer, replaces);
                });
    }

    /** Whether the reader may fetch this kind there. */
    boolean mayRead(ResourceId resource, Kind kind, NodeCertificate reader) {
        return kind == Kind.ACCESS_LIST
                ? check.maySee(resource, reader, listFor(resource, Kind.DATA.number()))
                : check.mayRead(resource, kind, reader, listFor(resource, kind.number()));
    }

    private Version version(ResourceId resource, RecordContent content) {
        return Version.of(overlay, resource, content);
    }

    /** What is held at a resource and counts as things stand. */
    List<HeldValue> inForce(ResourceId resource) {
        return inForce(resource, store.find(resource));
    }

    /** What is held of a kind and counts as things stand. */
    List<HeldValue> inForce(ResourceId resource, int kind) {
        return inForce(resource, store.find(resource, kind));
    }

    private List<HeldValue> inForce(ResourceId resource, List<HeldValue> values) {
        return values.stream()
                .filter(held -> held.content().end().isAfter(clock.instant()))
                .filter(held -> isInForce(resource, held))
                .toList();
    }

    private StoreResult put(
            ResourceId resource, StoredValue value, @Nullable NodeCertificate signer, boolean replaces) {
        if (signer == null) {
            return StoreResult.CERTIFICATE;
        }
        int kind = value.content().kind();
        int most = Kind.find(kind).map(Kind::maxValues).orElse(0);
        if (!replaces && living(resource, kind) >= most) {
            return StoreResult.COUNT;
        }
        HeldValue held = new HeldValue(value, signer.der());
        if (store.put(resource, held)) {
            return StoreResult.STORED;
        }
        return madeRoom() && store.put(resource, held) ? StoreResult.STORED : StoreResult.FULL;
    }

    private long living(ResourceId resource, int kind) {
        Instant now = clock.instant();
        return store.find(resource, kind).stream()
                .filter(held -> held.content().end().isAfter(now))
                .count();
    }

    /** To look through the whole store costs much: an attacker shall not have it done for each value. */
    private boolean madeRoom() {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep)) {
            return false;
        }
        nextSweep = now.plus(BETWEEN_SWEEPS);
        store.removeEnded(now);
        return true;
    }

    /** Its certificate may have been revoked since, and its author's rights too. */
    private boolean isInForce(ResourceId resource, HeldValue held) {
        RecordContent content = held.content();
        Kind kind = Kind.find(content.kind()).orElse(null);
        return kind != null
                && verifier.check(held.certificate()) instanceof Verifier.Verdict.Valid
                && check.mayWrite(resource, kind, content, listFor(resource, content.kind()));
    }

    /** It keeps what is older away even if its author has lost the right to write since; not if his certificate was revoked. */
    private boolean supersedes(ResourceId resource, HeldValue held) {
        RecordContent content = held.content();
        return verifier.check(held.certificate()) instanceof Verifier.Verdict.Valid
                && content.generation() >= listFor(resource, content.kind()).generation();
    }

    private ListInForce listFor(ResourceId resource, int kind) {
        Kind known = Kind.find(kind).orElse(null);
        if (known == null || !known.isGrantable()) {
            return ListInForce.NONE;
        }
        HeldValue list = store.find(resource, Kind.ACCESS_LIST.number(), AccessList.keyFor(known));
        return list != null
                        && list.content().end().isAfter(clock.instant())
                        && verifier.check(list.certificate()) instanceof Verifier.Verdict.Valid
                ? ListInForce.of(list.content())
                : ListInForce.NONE;
    }

    /** What would end before what it supersedes would leave the way free for that to be stored again. */
    private static boolean endsBefore(RecordContent content, HeldValue held) {
        return content.end().isBefore(held.content().end());
    }
}
