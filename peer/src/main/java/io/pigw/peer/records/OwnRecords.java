package io.pigw.peer.records;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.RecordWriter;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says of itself in the ring: under each name of its certificate that the user can be reached on this node, and under
 * its ID the certificate. Signed anew long before it ends, and taken back when the peer leaves. On the peer's thread.
 *
 * <pre>
 *   silent --joined--> publishing --all stored--> published --refresh, renewed, joined--> publishing
 *                           '-- something was not: after a pause, anew --'
 *   publishing, published --withdraw--> silent
 * </pre>
 */
public final class OwnRecords implements AutoCloseable {

    private static final int CERTIFICATE_INDEX = 0;
    private static final long GENERATION = 0;

    private final NodePorts ports;
    private final RecordAccess records;
    private final RecordWriter writer;
    private final PublishOptions options;
    private Duration pause;
    private Scheduler.@Nullable Cancellable next;
    private int round;
    private boolean begun;
    private boolean closed;

    /** Silent. */
    public OwnRecords(NodePorts ports, RecordAccess records, RecordWriter writer, PublishOptions options) {
        this.ports = ports;
        this.records = records;
        this.writer = writer;
        this.options = options;
        this.pause = options.retry();
    }

    /** The peer is a member of the ring, for the first time or again. */
    public void joined() {
        begun = true;
        publish();
    }

    /** The peer has another certificate now. */
    public void renewed() {
        if (begun) {
            publish();
        }
    }

    /** Signs that nobody is to be reached here any more. The task runs once, in any case within the limit. */
    public void withdraw(Runnable done) {
        boolean wasPublished = begun && !closed;
        close();
        List<Party.User> names = certificate().users();
        if (!wasPublished || names.isEmpty()) {
            done.run();
            return;
        }
        Runnable once = once(done);
        ports.scheduler().schedule(options.withdraw(), once);
        int[] open = {names.size()};
        RecordKey self = RecordKey.of(certificate().id());
        for (Party.User name : names) {
            ResourceId resource = SignedContent.resource(certificate().overlay(), name);
            HeldValue tombstone = writer.tombstone(resource, Kind.USER, self, GENERATION, name);
            records.store(resource, List.of(tombstone), _ -> {
                if (--open[0] == 0) {
                    once.run();
                }
            });
        }
    }

    private void publish() {
        if (closed) {
            return;
        }
        cancel();
        round++;
        Map<ResourceId, HeldValue> values = values();
        int current = round;
        List<StoreOutcome> outcomes = new ArrayList<>();
        Consumer<StoreOutcome> each = outcome -> {
            outcomes.add(outcome);
            if (outcomes.size() == values.size() && current == round) {
                published(outcomes.stream().allMatch(OwnRecords::isStored));
            }
        };
        values.forEach((resource, value) -> records.store(resource, List.of(value), each));
    }

    private void published(boolean all) {
        if (closed) {
            return;
        }
        if (all) {
            pause = options.retry();
            next = ports.scheduler().schedule(options.refresh(), this::publish);
        } else {
            next = ports.scheduler().schedule(pause, this::publish);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(options.refresh()) < 0 ? longer : options.refresh();
        }
    }

    /** What is older than what is held there is not shown: this node's clock may have been set back. */
    private static boolean isStored(StoreOutcome outcome) {
        return outcome instanceof StoreOutcome.Answered answered
                && answered.results().stream()
                        .allMatch(result -> result == StoreResult.STORED || result == StoreResult.KNOWN);
    }

    private Map<ResourceId, HeldValue> values() {
        NodeCertificate certificate = certificate();
        Map<ResourceId, HeldValue> values = new LinkedHashMap<>();
        ResourceId own = SignedContent.resource(certificate.overlay(), certificate.id());
        RecordKey first = new RecordKey.Index(CERTIFICATE_INDEX);
        values.put(own, writer.value(own, Kind.CERTIFICATE, first, GENERATION, null, certificate.der()));
        RecordKey self = RecordKey.of(certificate.id());
        for (Party.User name : certificate.users()) {
            ResourceId resource = SignedContent.resource(certificate.overlay(), name);
            values.put(resource, writer.value(resource, Kind.USER, self, GENERATION, name, Bytes.EMPTY));
        }
        return values;
    }

    private NodeCertificate certificate() {
        return ports.signer().certificate();
    }

    private static Runnable once(Runnable task) {
        boolean[] ran = {false};
        return () -> {
            if (!ran[0]) {
                ran[0] = true;
                task.run();
            }
        };
    }

    private void cancel() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    /** Publishes nothing any more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        cancel();
    }
}
