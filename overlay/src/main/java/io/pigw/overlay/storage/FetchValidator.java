package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.message.RecordMessage.FetchAnswer;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks everything that nodes answer to a fetch, and takes the newest of each value. It remembers what it took, so that a
 * replica that falls behind, or lies, cannot take it back. On its node's thread.
 */
public final class FetchValidator {

    /** The most answers that one result is made of. */
    public static final int MAX_ANSWERS = 16;

    private final InstantSource clock;
    private final Verifier verifier;
    private final ValueCheck check;
    private final String overlay;
    private final SeenVersions seen;

    /** One that has seen nothing. */
    public FetchValidator(LocalNode local, InstantSource clock, Verifier verifier) {
        this.clock = clock;
        this.verifier = verifier;
        this.check = new ValueCheck(local, clock, verifier);
        this.overlay = local.overlay();
        this.seen = new SeenVersions(verifier);
    }

    /**
     * What the answers come to.
     *
     * @param answers of different nodes to the same question, at most 16
     */
    public FetchResult choose(ResourceId resource, Kind kind, List<FetchAnswer> answers) {
        if (answers.size() > MAX_ANSWERS) {
            throw new IllegalArgumentException("at most " + MAX_ANSWERS + " answers");
        }
        Choice choice = new Choice(resource, kind);
        ListInForce list = kind.isGrantable() ? choice.list(answers) : ListInForce.NONE;
        List<HeldValue> newest =
                List.copyOf(choice.newest(answers, kind.number(), list).values());
        newest.forEach(held -> saw(resource, held));
        if (newest.stream().anyMatch(held -> held.content().exists())) {
            return new FetchResult.Found(newest, choice.rejected);
        }
        return newest.isEmpty()
                ? new FetchResult.NothingSeen(choice.rejected)
                : new FetchResult.Deleted(newest, choice.rejected);
    }

    private final class Choice {
        private final ResourceId resource;
        private final Kind kind;
        private int rejected;

        Choice(ResourceId resource, Kind kind) {
            this.resource = resource;
            this.kind = kind;
        }

        ListInForce list(List<FetchAnswer> answers) {
            RecordKey key = AccessList.keyFor(kind);
            int number = Kind.ACCESS_LIST.number();
            HeldValue list = newest(answers, number, ListInForce.NONE).get(key);
            if (list != null) {
                saw(resource, list);
                return ListInForce.of(list.content());
            }
            Version remembered = seen.newest(resource, number, key, clock.instant());
            return remembered == null ? ListInForce.NONE : ListInForce.NONE.atLeast(remembered.generation());
        }

        Map<RecordKey, HeldValue> newest(List<FetchAnswer> answers, int number, ListInForce list) {
            Map<RecordKey, HeldValue> newest = new LinkedHashMap<>();
            for (FetchAnswer answer : answers) {
                Certificates certificates = new Certificates(verifier, answer.certificates());
                for (StoredValue value : ofKind(answer, number)) {
                    NodeCertificate signer =
                            certificates.find(value.content().author().certificateHash());
                    if (signer == null || flaw(value, certificates, list).isPresent()) {
                        rejected++;
                    } else {
                        HeldValue held = new HeldValue(value, signer.der());
                        newest.merge(value.content().key(), held, (one, other) -> newer(resource, one, other));
                    }
                }
            }
            return newest;
        }

        private List<StoredValue> ofKind(FetchAnswer answer, int number) {
            List<StoredValue> values = new ArrayList<>();
            for (StoredValue value : answer.values()) {
                int is = value.content().kind();
                boolean expected = is == kind.number() || kind.isGrantable() && is == Kind.ACCESS_LIST.number();
                if (!answer.resource().equals(resource) || !expected) {
                    rejected += number == kind.number() ? 1 : 0;
                } else if (is == number) {
                    values.add(value);
                }
            }
            return values;
        }

        private Optional<StoreResult> flaw(StoredValue value, Certificates certificates, ListInForce list) {
            RecordContent content = value.content();
            Version newest = seen.newest(resource, content.kind(), content.key(), clock.instant());
            if (newest != null && version(resource, content).compareTo(newest) < 0) {
                return Optional.of(StoreResult.OLDER);
            }
            return check.flaw(resource, value, certificates, list);
        }
    }

    private void saw(ResourceId resource, HeldValue held) {
        seen.saw(resource, held.content(), version(resource, held.content()), held.certificate());
    }

    private HeldValue newer(ResourceId resource, HeldValue one, HeldValue other) {
        return version(resource, one.content()).compareTo(version(resource, other.content())) >= 0 ? one : other;
    }

    private Version version(ResourceId resource, RecordContent content) {
        return Version.of(overlay, resource, content);
    }
}
