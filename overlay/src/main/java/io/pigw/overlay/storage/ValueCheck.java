package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/** What who stores and who fetches check alike: all that a value says of itself. The signature comes last: it costs most. */
final class ValueCheck {

    /** How far the clocks of two nodes may differ. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    /** The longest name of an author: all of a kind at one resource fit one message. */
    static final int MAX_NAME_BYTES = 256;

    private static final int NODE_KEY_BYTES = 16;

    private final LocalNode local;
    private final Ownership ownership;
    private final InstantSource clock;
    private final Verifier verifier;

    ValueCheck(LocalNode local, InstantSource clock, Verifier verifier) {
        this.local = local;
        this.ownership = new Ownership(local.overlay());
        this.clock = clock;
        this.verifier = verifier;
    }

    /** What is wrong with the value; nothing, if it is all right. */
    Optional<StoreResult> flaw(ResourceId resource, StoredValue value, Certificates certificates, ListInForce list) {
        RecordContent content = value.content();
        Kind kind = Kind.find(content.kind()).orElse(null);
        if (kind == null) {
            return Optional.of(StoreResult.UNKNOWN_KIND);
        }
        if (!hasForm(kind, content)) {
            return Optional.of(StoreResult.FORM);
        }
        if (content.value().size() > kind.maxValueBytes() || nameBytes(content.author()) > MAX_NAME_BYTES) {
            return Optional.of(StoreResult.SIZE);
        }
        if (content.lifetimeSeconds() > kind.maxLifetime().toSeconds()) {
            return Optional.of(StoreResult.LIFETIME);
        }
        Instant now = clock.instant();
        if (!content.end().isAfter(now)) {
            return Optional.of(StoreResult.EXPIRED);
        }
        if (content.storageTime().isAfter(now.plus(CLOCK_SKEW))) {
            return Optional.of(StoreResult.FUTURE);
        }
        NodeCertificate signer = certificates.find(content.author().certificateHash());
        if (signer == null || !signer.overlay().equals(local.overlay()) || !mayOwn(signer.role())) {
            return Optional.of(StoreResult.CERTIFICATE);
        }
        if (!isAuthor(signer, content.author())) {
            return Optional.of(StoreResult.AUTHOR);
        }
        if (content.end().isAfter(signer.notAfter())) {
            return Optional.of(StoreResult.LIFETIME);
        }
        if (!mayWrite(resource, kind, content, list)) {
            return Optional.of(StoreResult.FORBIDDEN);
        }
        return verifier.verify(signer, SignedContent.record(local.overlay(), resource, content), value.signature())
                ? Optional.empty()
                : Optional.of(StoreResult.SIGNATURE);
    }

    /** Whether the author owns the place or has been granted to write there. */
    boolean mayWrite(ResourceId resource, Kind kind, RecordContent content, ListInForce list) {
        if (ownership.isOwner(resource, kind, content)) {
            return !kind.isGrantable() || list.permitsOwner(content);
        }
        Party.User user = content.author().user();
        return kind.isGrantable() && user != null && list.permits(user, content);
    }

    /** Whether the node at the other end of a link may fetch this kind there. */
    boolean mayRead(ResourceId resource, Kind kind, NodeCertificate reader, ListInForce list) {
        return kind.isReadByAnybody() || ownership.isOwner(resource, reader) || list.permitsReading(reader);
    }

    /** Whether it may see the access list. */
    boolean maySee(ResourceId resource, NodeCertificate reader, ListInForce list) {
        return ownership.isOwner(resource, reader) || list.names(reader);
    }

    private static int nameBytes(Author author) {
        Party.User user = author.user();
        return user == null ? 0 : Bytes.utf8(user.toString()).size();
    }

    private static boolean hasForm(Kind kind, RecordContent content) {
        if (content.key().model() != kind.model()) {
            return false;
        }
        return switch (kind) {
            case USER ->
                content.key() instanceof RecordKey.Name name && name.bytes().size() == NODE_KEY_BYTES;
            case CERTIFICATE -> content.key() instanceof RecordKey.Index index && index.index() < kind.maxValues();
            case ACCESS_LIST -> isKeyOfList(content.key()) && (!content.exists() || isList(content));
            case DATA, NODE_DATA -> true;
        };
    }

    private static boolean isKeyOfList(RecordKey key) {
        return Arrays.stream(Kind.values())
                .filter(Kind::isGrantable)
                .anyMatch(kind -> AccessList.keyFor(kind).equals(key));
    }

    private static boolean isList(RecordContent content) {
        try {
            return AccessList.parse(content.value()).toBytes().equals(content.value());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The gateway's name and ID stay out of the ring; servers and operators have nothing to store. */
    private static boolean mayOwn(Role role) {
        return switch (role) {
            case PEER, CSP, CLIENT -> true;
            case GATEWAY, SOS, ENROLLMENT, OPERATOR -> false;
        };
    }

    private boolean isAuthor(NodeCertificate signer, Author author) {
        return local.ring().contains(author.node())
                && signer.id().equals(author.node())
                && signer.sha256().equals(author.certificateHash())
                && (author.user() == null || signer.users().contains(author.user()));
    }
}
