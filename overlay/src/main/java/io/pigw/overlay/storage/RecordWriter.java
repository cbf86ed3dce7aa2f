package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs this node's values. Their times rise, however often it writes within a millisecond. On its node's thread. */
public final class RecordWriter {

    private final LocalNode local;
    private final NodePorts ports;
    private Instant last = Instant.EPOCH;

    /** One for each node: it is what makes the times rise. */
    public RecordWriter(LocalNode local, NodePorts ports) {
        this.local = local;
        this.ports = ports;
    }

    /** What it writes from now on is made after these, which may be of other devices whose clocks go before this one's. */
    public void saw(List<StoredValue> values) {
        Instant latest = ports.clock().instant().plus(ValueCheck.CLOCK_SKEW);
        for (StoredValue value : values) {
            Instant time = value.content().storageTime();
            if (time.isAfter(last) && !time.isAfter(latest)) {
                last = time;
            }
        }
    }

    /**
     * A value, for as long as its kind and this node's certificate allow.
     *
     * @param user under which name of the certificate; null to sign as a node
     * @param generation at least that of the access list, where there is one
     */
    public HeldValue value(
            ResourceId resource, Kind kind, RecordKey key, long generation, Party.@Nullable User user, Bytes value) {
        return sign(resource, kind, key, generation, user, true, value);
    }

    /** What says that there is no value any more, for as long as its kind and this node's certificate allow. */
    public HeldValue tombstone(
            ResourceId resource, Kind kind, RecordKey key, long generation, Party.@Nullable User user) {
        return sign(resource, kind, key, generation, user, false, Bytes.EMPTY);
    }

    private HeldValue sign(
            ResourceId resource,
            Kind kind,
            RecordKey key,
            long generation,
            Party.@Nullable User user,
            boolean exists,
            Bytes value) {
        NodeCertificate certificate = ports.signer().certificate();
        last = nextTime(kind, certificate);
        RecordContent content = new RecordContent(
                kind.number(),
                key,
                generation,
                last,
                lifetimeSeconds(kind, certificate),
                exists,
                value,
                new Author(user, certificate.id(), certificate.sha256()));
        Bytes signature = ports.signer().sign(SignedContent.record(local.overlay(), resource, content));
        return new HeldValue(new StoredValue(content, signature), certificate.der());
    }

    /**
     * What ends with the certificate is made at a whole second, as that is: all of it ends at once then, and nothing before what it
     * supersedes.
     */
    private Instant nextTime(Kind kind, NodeCertificate certificate) {
        Instant now = ports.clock().instant();
        boolean endsWithCertificate = now.plus(kind.maxLifetime()).isAfter(certificate.notAfter());
        ChronoUnit step = endsWithCertificate ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
        Instant time = now.truncatedTo(step);
        return time.isAfter(last) ? time : last.truncatedTo(step).plus(1, step);
    }

    private int lifetimeSeconds(Kind kind, NodeCertificate certificate) {
        long certified = Duration.between(last, certificate.notAfter()).toSeconds();
        return (int) Math.clamp(certified, 1, kind.maxLifetime().toSeconds());
    }
}
