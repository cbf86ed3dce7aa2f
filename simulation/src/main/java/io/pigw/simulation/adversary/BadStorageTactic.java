package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes values and does not keep them, or answers with others. All that it can sign is its own. */
final class BadStorageTactic implements Tactic {

    private static final List<StorageLie> LIES = List.of(StorageLie.values());
    private static final int MAX_REMEMBERED = 4_096;
    private static final int WAYS_TO_ALTER = 3;

    private final Accomplice self;
    private final @Nullable StorageLie only;
    private final Map<Place, StoredValue> firstSeen = new HashMap<>();

    BadStorageTactic(Accomplice self, @Nullable StorageLie only) {
        this.self = self;
        this.only = only;
    }

    @Override
    public boolean swallows(Inbound inbound) {
        if (!(inbound.message() instanceof RecordMessage.Store store)) {
            return false;
        }
        boolean newer = store.values().stream().anyMatch(value -> isNewer(store.resource(), value));
        store.values().forEach(value -> remember(store.resource(), value));
        boolean swallowed = switch (lie()) {
            case IGNORE -> true;
            case STALE -> newer;
            case ALTER, DELETE -> false;
        };
        if (swallowed) {
            inbound.reply().accept(taken(store));
        }
        return swallowed;
    }

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        if (!(message instanceof RecordMessage.Store store)) {
            return new Fate.Goes(to, message);
        }
        return switch (lie()) {
            case IGNORE, STALE -> new Fate.Answered(taken(store));
            case ALTER, DELETE ->
                new Fate.Goes(
                        to,
                        new RecordMessage.Store(
                                store.transaction(),
                                store.resource(),
                                store.replica(),
                                store.values().stream()
                                        .map(value -> altered(store.resource(), value))
                                        .toList(),
                                withOwn(store.certificates())));
        };
    }

    @Override
    public P2psipMessage answer(Inbound request, P2psipMessage answer) {
        if (!(answer instanceof RecordMessage.FetchAnswer found)) {
            return answer;
        }
        return switch (lie()) {
            case IGNORE -> new RecordMessage.FetchAnswer(found.transaction(), found.resource(), List.of(), List.of());
            case ALTER ->
                with(
                        found,
                        found.values().stream()
                                .map(v -> altered(found.resource(), v))
                                .toList());
            case DELETE ->
                with(
                        found,
                        found.values().stream()
                                .map(v -> deleted(found.resource(), v))
                                .toList());
            case STALE ->
                with(
                        found,
                        found.values().stream()
                                .map(v -> first(found.resource(), v))
                                .toList());
        };
    }

    private StorageLie lie() {
        return only != null ? only : LIES.get(self.random().nextInt(LIES.size()));
    }

    private static RecordMessage.StoreAnswer taken(RecordMessage.Store store) {
        return new RecordMessage.StoreAnswer(
                store.transaction(), Collections.nCopies(store.values().size(), StoreResult.STORED));
    }

    private RecordMessage.FetchAnswer with(RecordMessage.FetchAnswer found, List<StoredValue> values) {
        return new RecordMessage.FetchAnswer(
                found.transaction(), found.resource(), values, withOwn(found.certificates()));
    }

    private List<Bytes> withOwn(List<Bytes> certificates) {
        List<Bytes> all = new ArrayList<>(certificates);
        all.add(self.signer().certificate().der());
        return all;
    }

    /** Another value with the old signature, with its own, or the same said to be newer. */
    private StoredValue altered(ResourceId resource, StoredValue value) {
        RecordContent content = value.content();
        if (!content.exists()) {
            return deleted(resource, value);
        }
        Bytes other = Forgery.flipped(
                content.value().isEmpty() ? Bytes.utf8("x") : content.value(),
                self.random().nextInt(1 << 16));
        return switch (self.random().nextInt(WAYS_TO_ALTER)) {
            case 0 -> new StoredValue(changed(content, content.generation(), true, other), value.signature());
            case 1 -> ownWord(resource, changed(content, content.generation() + 1, true, other));
            default ->
                new StoredValue(changed(content, content.generation() + 1, true, content.value()), value.signature());
        };
    }

    private StoredValue deleted(ResourceId resource, StoredValue value) {
        RecordContent none = changed(value.content(), value.content().generation() + 1, false, Bytes.EMPTY);
        return self.random().nextBoolean() ? new StoredValue(none, value.signature()) : ownWord(resource, none);
    }

    private static RecordContent changed(RecordContent content, long generation, boolean exists, Bytes value) {
        return new RecordContent(
                content.kind(),
                content.key(),
                generation,
                content.storageTime().plusMillis(1),
                content.lifetimeSeconds(),
                exists,
                value,
                content.author());
    }

    /** The same said in its own name, with a valid signature. */
    private StoredValue ownWord(ResourceId resource, RecordContent content) {
        Author author = new Author(
                self.signer().certificate().users().getFirst(),
                self.id(),
                self.signer().certificate().sha256());
        RecordContent own = new RecordContent(
                content.kind(),
                content.key(),
                content.generation(),
                content.storageTime(),
                content.lifetimeSeconds(),
                content.exists(),
                content.value(),
                author);
        return new StoredValue(
                own, self.signer().sign(SignedContent.record(self.local().overlay(), resource, own)));
    }

    private boolean isNewer(ResourceId resource, StoredValue value) {
        StoredValue first = firstSeen.get(Place.of(resource, value));
        return first != null && !first.equals(value);
    }

    private StoredValue first(ResourceId resource, StoredValue value) {
        return firstSeen.getOrDefault(Place.of(resource, value), value);
    }

    private void remember(ResourceId resource, StoredValue value) {
        if (firstSeen.size() < MAX_REMEMBERED) {
            firstSeen.putIfAbsent(Place.of(resource, value), value);
        }
    }

    private record Place(ResourceId resource, int kind, RecordKey key) {
        static Place of(ResourceId resource, StoredValue value) {
            return new Place(resource, value.content().kind(), value.content().key());
        }
    }
}
