package io.pigw.csp.names;

import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Verifier;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Answers who is certified for a name: what the CSP's own tables say, together with the user's record in the ring, which his
 * devices have signed. What was seen of a record is remembered until it ends: nobody who holds it can hide it after that, nor show
 * an older one. On the CSP's thread.
 */
public final class UserNames {

    /** Users whose records are remembered; who was not asked about for longest makes room. */
    static final int MAX_REMEMBERED = 4_096;

    /** Names for which there was nothing, which are not looked up again for a while. They displace nobody's records. */
    static final int MAX_NAMES_OF_NOBODY = 1_024;

    /** Users who are looked up at once; of more the tables alone are asked, and what is remembered. */
    static final int MAX_UNDER_WAY = 256;

    /** Devices of a user that are remembered. */
    static final int MAX_DEVICES = NameMessage.MAX_NODES;

    private final String overlay;
    private final NodePorts ports;
    private final Function<Party.User, List<NodeId>> tables;
    private final RecordAccess records;
    private final Times times;
    private final Map<Party.User, Question> underWay = new HashMap<>();
    private final Map<Party.User, Seen> remembered = latest(MAX_REMEMBERED);
    private final Map<Party.User, Instant> foundNothing = latest(MAX_NAMES_OF_NOBODY);

    /**
     * Times of a look-up.
     *
     * @param patience how long an answer waits for the ring at most
     * @param fresh for how long the ring is not asked again
     */
    public record Times(Duration patience, Duration fresh) {
        /** 2 s, 10 s. */
        public static final Times DEFAULTS = new Times(Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    /**
     * Of one CSP.
     *
     * @param tables the nodes that it knows itself for a name
     */
    public UserNames(
            String overlay,
            NodePorts ports,
            Function<Party.User, List<NodeId>> tables,
            RecordAccess records,
            Times times) {
        this.overlay = overlay;
        this.ports = ports;
        this.tables = tables;
        this.records = records;
        this.times = times;
    }

    /** Finds at most 32 nodes of a user, those of the tables first. Calls back once, soon in any case. */
    public void resolve(Party.User user, Consumer<List<NodeId>> then) {
        if (!user.domain().equals(overlay) || wasAskedLately(user)) {
            then.accept(nodes(user));
            return;
        }
        Question question = underWay.get(user);
        if (question == null) {
            if (underWay.size() >= MAX_UNDER_WAY) {
                then.accept(nodes(user));
                return;
            }
            question = new Question(user);
            underWay.put(user, question);
            question.waiting.add(then);
            question.ask();
        } else if (question.late) {
            then.accept(nodes(user));
        } else {
            question.waiting.add(then);
        }
    }

    private boolean wasAskedLately(Party.User user) {
        Seen seen = remembered.get(user);
        Instant askedAt = seen == null ? foundNothing.get(user) : seen.askedAt;
        return askedAt != null && askedAt.plus(times.fresh()).isAfter(now());
    }

    private List<NodeId> nodes(Party.User user) {
        Seen seen = remembered.get(user);
        Stream<NodeId> published = seen == null ? Stream.empty() : seen.living();
        return Stream.concat(tables.apply(user).stream(), published)
                .distinct()
                .limit(NameMessage.MAX_NODES)
                .toList();
    }

    private Instant now() {
        return ports.clock().instant();
    }

    /** As many as that; what was not asked for longest makes room. */
    private static <V> Map<Party.User, V> latest(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Party.User, V> eldest) {
                return size() > most;
            }
        };
    }

    /** One look-up for all who ask for the same user meanwhile. */
    private final class Question {
        private final Party.User user;
        private final List<Consumer<List<NodeId>>> waiting = new ArrayList<>();
        private boolean late;

        Question(Party.User user) {
            this.user = user;
        }

        void ask() {
            Scheduler.Cancellable limit = ports.scheduler().schedule(times.patience(), () -> {
                late = true;
                answer();
            });
            ResourceId resource = SignedContent.resource(overlay, user);
            records.fetch(resource, Kind.USER, result -> {
                limit.cancel();
                remember(result.newest());
                underWay.remove(user);
                answer();
            });
        }

        private void remember(List<HeldValue> newest) {
            if (newest.isEmpty() && !remembered.containsKey(user)) {
                foundNothing.put(user, now());
                return;
            }
            foundNothing.remove(user);
            Seen seen = remembered.computeIfAbsent(user, _ -> new Seen());
            seen.askedAt = now();
            newest.forEach(seen::take);
        }

        private void answer() {
            List<Consumer<List<NodeId>>> answered = List.copyOf(waiting);
            waiting.clear();
            answered.forEach(then -> then.accept(nodes(user)));
        }
    }

    /** The newest of each device, tombstones too. */
    private final class Seen {
        private final Map<NodeId, HeldValue> devices = new LinkedHashMap<>();
        private Instant askedAt = Instant.EPOCH;

        void take(HeldValue value) {
            devices.values().removeIf(held -> !held.content().end().isAfter(now()));
            NodeId device = value.content().author().node();
            HeldValue before = devices.get(device);
            boolean isNew = before == null
                    ? devices.size() < MAX_DEVICES
                    : !before.content().isNewerThan(value.content());
            if (isNew) {
                devices.put(device, value);
            }
        }

        Stream<NodeId> living() {
            return devices.entrySet().stream()
                    .filter(device -> counts(device.getValue()))
                    .map(Map.Entry::getKey);
        }

        /** Its certificate may have been revoked meanwhile. */
        private boolean counts(HeldValue held) {
            return held.content().exists()
                    && held.content().end().isAfter(now())
                    && ports.verifier().check(held.certificate()) instanceof Verifier.Verdict.Valid;
        }
    }
}
