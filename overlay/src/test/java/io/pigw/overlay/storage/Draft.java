package io.pigw.overlay.storage;

import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A value on its way to be signed. */
record Draft(
        ResourceId resource,
        int kind,
        RecordKey key,
        long generation,
        Instant time,
        int lifetimeSeconds,
        boolean exists,
        Bytes value) {

    static final Instant NOW = Instant.parse("2010-11-13T23:29:00Z");

    static Draft of(ResourceId resource, Kind kind, RecordKey key) {
        return new Draft(resource, kind.number(), key, 1, NOW, 3_600, true, Bytes.utf8("value"));
    }

    static Draft data(String owner) {
        return of(named(owner), Kind.DATA, RecordKey.single());
    }

    static Draft list(String owner, AccessList list) {
        return of(named(owner), Kind.ACCESS_LIST, AccessList.keyFor(Kind.DATA)).value(list.toBytes());
    }

    static Draft device(String owner, Signer device) {
        return of(named(owner), Kind.USER, RecordKey.of(device.certificate().id()));
    }

    static ResourceId named(String user) {
        return SignedContent.resource(TestCa.OVERLAY, TestCa.user(user));
    }

    Draft kind(int other) {
        return new Draft(resource, other, key, generation, time, lifetimeSeconds, exists, value);
    }

    Draft key(RecordKey other) {
        return new Draft(resource, kind, other, generation, time, lifetimeSeconds, exists, value);
    }

    Draft generation(long other) {
        return new Draft(resource, kind, key, other, time, lifetimeSeconds, exists, value);
    }

    /** Made that much after the others, in seconds. */
    Draft later(int seconds) {
        return new Draft(resource, kind, key, generation, NOW.plusSeconds(seconds), lifetimeSeconds, exists, value);
    }

    Draft lifetime(int seconds) {
        return new Draft(resource, kind, key, generation, time, seconds, exists, value);
    }

    Draft value(Bytes other) {
        return new Draft(resource, kind, key, generation, time, lifetimeSeconds, exists, other);
    }

    Draft tombstone() {
        return new Draft(resource, kind, key, generation, time, lifetimeSeconds, false, Bytes.EMPTY);
    }

    /** Under the first name of the certificate. */
    HeldValue by(Signer signer) {
        var users = signer.certificate().users();
        return by(signer, users.isEmpty() ? null : users.getFirst());
    }

    HeldValue by(Signer signer, Party.@Nullable User user) {
        Author author =
                new Author(user, signer.certificate().id(), signer.certificate().sha256());
        RecordContent content = new RecordContent(kind, key, generation, time, lifetimeSeconds, exists, value, author);
        Bytes signature = signer.sign(SignedContent.record(TestCa.OVERLAY, resource, content));
        return new HeldValue(
                new StoredValue(content, signature), signer.certificate().der());
    }
}
