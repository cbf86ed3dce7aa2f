package io.pigw.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Ageing;
import io.pigw.trust.Evidence;
import io.pigw.trust.Fusion;
import io.pigw.trust.LinkOpinions;
import io.pigw.trust.Opinion;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The evidence in memory. A change is planned, stored, and only then applied, one at a time: what counts here is durable.
 * Passive; on one thread.
 */
final class EvidenceBook {

    /** Votes that are remembered, some 200 bytes each. */
    static final int MAX_VOTES = 200_000;

    /** How old a ping may be when it is reported, and by how much clocks may differ. */
    static final Duration TOLERANCE = Duration.ofMinutes(10);

    private static final Evidence ARRIVED = new Evidence(1, 0);

    private final OpinionConfig config;
    private final Ageing ageing;
    private final LinkTable links = new LinkTable();
    private final VoteTable votes = new VoteTable();

    EvidenceBook(OpinionConfig config) {
        this.config = config;
        this.ageing = new Ageing(config.halfLife());
    }

    /** Takes up what was stored. */
    void restore(EvidenceStore.Remembered remembered) {
        remembered.links().forEach(links::put);
        remembered.votes().forEach(votes::add);
    }

    int links() {
        return links.size();
    }

    int votes() {
        return votes.size();
    }

    /** The window of what expires then. */
    Instant windowOf(Instant expires) {
        long length = config.voteWindow().toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(expires.toEpochMilli(), length) * length);
    }

    /** The earliest window that still counts. */
    Instant votesFrom(Instant now) {
        return windowOf(now.minus(TOLERANCE));
    }

    /** What these votes change; nothing for those that were counted before or are too old. To the millisecond, as it is stored. */
    Changes plan(Collection<Vote> cast, Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.MILLIS);
        Instant from = votesFrom(now);
        Set<Vote> fresh = new LinkedHashSet<>();
        Map<Link, LinkRecord> changed = new LinkedHashMap<>();
        for (Vote vote : cast) {
            boolean old = vote.window().isBefore(from) || vote.window().isBefore(votes.from());
            if (!old && !votes.contains(vote) && fresh.add(vote)) {
                LinkRecord planned = changed.get(vote.link());
                Evidence before = planned == null ? evidence(vote.link(), now) : planned.evidence();
                changed.put(vote.link(), new LinkRecord(vote.link(), before.plus(ARRIVED), now));
            }
        }
        List<Link> forgotten = makingRoomFor(changed);
        List<NodeOpinion> opinions = new ArrayList<>();
        List<NodeId> unknown = new ArrayList<>();
        observationsAfter(changed.values(), forgotten).forEach((node, observations) -> {
            if (observations.isEmpty()) {
                unknown.add(node);
            } else {
                opinions.add(new NodeOpinion(node, fused(observations.values(), now), now));
            }
        });
        return new Changes(List.copyOf(fresh), List.copyOf(changed.values()), forgotten, opinions, unknown, from);
    }

    /** Takes up what was planned, once it is durable. */
    void apply(Changes changes) {
        changes.forgotten().forEach(links::remove);
        changes.links().forEach(links::put);
        votes.dropBefore(changes.votesFrom());
        changes.votes().forEach(votes::add);
    }

    /** The opinions on links as of a time. */
    LinkOpinions opinionsAt(Instant now) {
        return (observer, subject) -> evidence(new Link(observer, subject), now).opinion(config.baseRate());
    }

    /** All observers' opinions on a node as one; vacuous where nothing is known. */
    Opinion opinionOn(NodeId node, Instant now) {
        return fused(links.observationsOf(node), now);
    }

    private Evidence evidence(Link link, Instant now) {
        LinkRecord known = links.get(link);
        return known == null ? Evidence.NONE : aged(known, now);
    }

    private Evidence aged(LinkRecord known, Instant now) {
        return ageing.age(known.evidence(), Duration.between(known.weighedAt(), now));
    }

    private Opinion fused(Collection<LinkRecord> observations, Instant now) {
        return observations.stream()
                .map(known -> aged(known, now).opinion(config.baseRate()))
                .reduce(Fusion::cumulative)
                .orElseGet(() -> Opinion.vacuous(config.baseRate()));
    }

    private List<Link> makingRoomFor(Map<Link, LinkRecord> changed) {
        long added = changed.keySet().stream()
                .filter(link -> links.get(link) == null)
                .count();
        long over = links.size() + added - config.maxLinks();
        return over <= 0 ? List.of() : links.eldest(Math.toIntExact(over), changed.keySet());
    }

    /** Of each node whose observations change: all that remain, by observer. */
    private Map<NodeId, Map<NodeId, LinkRecord>> observationsAfter(
            Collection<LinkRecord> changed, List<Link> forgotten) {
        Map<NodeId, Map<NodeId, LinkRecord>> after = new LinkedHashMap<>();
        for (LinkRecord record : changed) {
            after.computeIfAbsent(record.link().subject(), this::observationsBefore)
                    .put(record.link().observer(), record);
        }
        for (Link link : forgotten) {
            after.computeIfAbsent(link.subject(), this::observationsBefore).remove(link.observer());
        }
        return after;
    }

    private Map<NodeId, LinkRecord> observationsBefore(NodeId subject) {
        Map<NodeId, LinkRecord> before = new TreeMap<>();
        links.observationsOf(subject).forEach(record -> before.put(record.link().observer(), record));
        return before;
    }
}
