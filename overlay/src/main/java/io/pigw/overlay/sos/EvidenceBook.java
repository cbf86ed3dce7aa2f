package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Distrust;
import io.pigw.trust.Evidence;
import io.pigw.trust.Fusion;
import io.pigw.trust.LinkOpinions;
import io.pigw.trust.Opinion;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The evidence in memory. A change is planned, stored, and only then applied, one at a time: what counts here is durable.
 * Passive; on one thread.
 */
final class EvidenceBook {

    /** Votes that are remembered, some 200 bytes each. */
    static final int MAX_VOTES = 200_000;

    /** How old a ping may be when it is reported, and by how much clocks may differ. */
    static final Duration TOLERANCE = Duration.ofMinutes(10);

    /** Observers whose own evidence is read back for one batch; the rest counts as unknown. */
    static final int MAX_OBSERVERS_READ = 1_024;

    /** Within so small a part of the half-life evidence is taken not to age: a minute of a day. */
    private static final int SHARE_OF_HALF_LIFE = 1_440;

    /** CSPs that are told from peers, as many as an overlay may have. */
    private static final int MAX_CSPS = 1_024;

    /** How much losses count that were all for one destination. */
    private static final double FOR_ONE_ALONE = 0.3;

    private final OpinionOptions options;
    private final LinkTable links = new LinkTable();
    private final VoteTable votes = new VoteTable();
    private final Blame blame = new Blame();
    private final Repeats repeats = new Repeats();
    private final Set<NodeId> csps = new HashSet<>();
    private @Nullable Weighing planned;
    private final Verdicts verdicts;

    EvidenceBook(OpinionOptions options) {
        this.options = options;
        this.verdicts = new Verdicts(options.ageing().halfLife().dividedBy(SHARE_OF_HALF_LIFE));
    }

    /** Takes up what was stored, or what of it has changed since. There may be more than there is room for until {@link #makeRoom}. */
    void restore(EvidenceStore.Remembered remembered) {
        for (LinkRecord link : remembered.links()) {
            links.put(link);
            verdicts.forget(link.link().subject());
        }
        if (remembered.links().size() >= options.maxLinks()) {
            links.isPart();
        }
        remembered.votes().forEach(votes::add);
        meet(remembered.votes());
    }

    int links() {
        return links.size();
    }

    /** Of the nodes whose evidence changed last, those of which all is in memory, and of their observers; the latest first. */
    List<NodeId> latest(int most) {
        return links.latest(most).stream()
                .filter(node -> missing(List.of(node)).isEmpty())
                .toList();
    }

    int votes() {
        return votes.size();
    }

    int votesOfPeers() {
        return votes.told();
    }

    /** The window of what expires then. */
    Instant windowOf(Instant expires) {
        long length = options.voteWindow().toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(expires.toEpochMilli(), length) * length);
    }

    /** The earliest window that still counts. */
    Instant votesFrom(Instant now) {
        return windowOf(now.minus(TOLERANCE));
    }

    /** What these votes change; nothing for those that were counted before or are too old. To the millisecond, as it is stored. */
    Changes plan(Collection<Ballot> cast, Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.MILLIS);
        Instant from = votesFrom(now);
        Set<Vote> fresh = new LinkedHashSet<>();
        Map<Link, LinkRecord> changed = new LinkedHashMap<>();
        Weighing weighing =
                new Weighing(blame, repeats, node -> isDistrusted(node, now), reporter -> weightOf(reporter, now), now);
        for (Ballot ballot : cast) {
            Vote vote = ballot.vote();
            boolean old = vote.window().isBefore(from) || vote.window().isBefore(votes.from());
            if (!old && !votes.contains(vote) && fresh.add(vote)) {
                LinkRecord before = changed.getOrDefault(vote.link(), known(vote.link(), now));
                changed.put(vote.link(), before.with(ballot, weighing.weigh(ballot), options.maxGood()));
            }
        }
        planned = weighing;
        List<NodeOpinion> opinions = new ArrayList<>();
        observationsAfter(changed.values())
                .forEach((node, observations) ->
                        opinions.add(new NodeOpinion(node, opinionOn(node, observations.values(), now), now)));
        return new Changes(List.copyOf(fresh), List.copyOf(changed.values()), opinions, from);
    }

    /** Takes up what was planned, once it is durable. */
    void apply(Changes changes) {
        for (LinkRecord changed : changes.links()) {
            links.put(changed);
            verdicts.forget(changed.link().subject());
        }
        votes.dropBefore(changes.votesFrom());
        changes.votes().forEach(votes::add);
        meet(changes.votes());
        if (planned != null) {
            planned.remember();
            planned = null;
        }
        makeRoom();
    }

    /** Who says what it saw is a CSP: the operator's. */
    private void meet(Collection<Vote> cast) {
        for (Vote vote : cast) {
            if (vote.sort() != Vote.Sort.TOLD && csps.size() < MAX_CSPS && csps.add(vote.reporter())) {
                verdicts.forget(vote.reporter());
            }
        }
    }

    /**
     * Whose evidence it takes to count these votes: the nodes at the end of the links, the peers whose word is weighed, and the
     * destinations, who may be accomplices.
     */
    static Set<NodeId> touchedBy(Collection<Ballot> ballots) {
        Set<NodeId> touched = new LinkedHashSet<>();
        for (Ballot ballot : ballots) {
            touched.add(ballot.vote().link().subject());
            switch (ballot.vote().sort()) {
                case TOLD -> touched.add(ballot.vote().reporter());
                case PASSED -> touched.add(ballot.destination());
                case LOST, SILENT, CONTRADICTED -> {}
            }
        }
        return touched;
    }

    /** Of these nodes all, and of their observers at most {@value #MAX_OBSERVERS_READ}, whose stored evidence is not in memory. */
    Set<NodeId> missing(Collection<NodeId> touched) {
        if (links.isComplete()) {
            return Set.of();
        }
        Set<NodeId> missing = new LinkedHashSet<>();
        touched.stream().filter(node -> !links.isWhole(node)).forEach(missing::add);
        touched.stream()
                .flatMap(node -> links.observationsOf(node).stream())
                .map(known -> known.link().observer())
                .filter(observer -> !links.isWhole(observer))
                .distinct()
                .limit(MAX_OBSERVERS_READ)
                .forEach(missing::add);
        return missing;
    }

    /** Takes up all that is stored of these nodes. There may be more than there is room for until {@link #makeRoom}. */
    void takeUp(Collection<NodeId> nodes, Collection<LinkRecord> stored) {
        links.complement(nodes, stored);
        nodes.forEach(verdicts::forget);
    }

    /** Leaves to the store what is the longest unchanged. */
    void makeRoom() {
        links.shrinkTo(options.maxLinks());
    }

    /** The opinions on links as of a time. */
    LinkOpinions opinionsAt(Instant now) {
        return (observer, subject) -> view(new Link(observer, subject), now).opinion();
    }

    /** All observers' opinions on a node as one; vacuous where nothing is known, and on a CSP: the operator answers for it. */
    Opinion opinionOn(NodeId node, Instant now) {
        return opinionOn(node, links.observationsOf(node), now);
    }

    private Opinion opinionOn(NodeId node, Collection<LinkRecord> observations, Instant now) {
        return csps.contains(node) ? Opinion.vacuous(options.baseRate()) : fused(observations, now);
    }

    /** What the opinion on a node rests on. */
    Evidence evidenceOn(NodeId node, Instant now) {
        return counted(links.observationsOf(node), now).reduce(Evidence.NONE, Evidence::plus);
    }

    /** What is known of a node's links now, as it weighs now. */
    List<LinkRecord> observationsOf(NodeId node, Instant now) {
        return links.observationsOf(node).stream()
                .map(known -> known.at(now, options.ageing()))
                .toList();
    }

    /** What is known of a link now, and what is thought of it. */
    LinkView view(Link link, Instant now) {
        LinkRecord stored = links.get(link);
        LinkRecord known = known(link, now);
        return new LinkView(
                known,
                Optional.ofNullable(stored).map(LinkRecord::weighedAt),
                known.evidence().opinion(options.baseRate()));
    }

    /** The same of all links to a node, by their observers' IDs. */
    List<LinkView> viewsOf(NodeId node, Instant now) {
        return links.observationsOf(node).stream()
                .map(known -> view(known.link(), now))
                .toList();
    }

    private LinkRecord known(Link link, Instant now) {
        LinkRecord known = links.get(link);
        return known == null ? LinkRecord.none(link, now) : known.at(now, options.ageing());
    }

    /** What a peer tells weighs as much as is to be expected of it; of one that is distrusted, nothing. */
    private double weightOf(NodeId reporter, Instant now) {
        Opinion opinion = opinionOn(reporter, now);
        return Distrust.is(opinion) ? 0 : opinion.expectation();
    }

    /** Without those observers who are distrusted themselves: they choose whom they pass pings to, and vouch for their own. */
    private Opinion fused(Collection<LinkRecord> observations, Instant now) {
        return counted(observations, now)
                .map(evidence -> evidence.opinion(options.baseRate()))
                .reduce(Fusion::cumulative)
                .orElseGet(() -> Opinion.vacuous(options.baseRate()));
    }

    private Stream<Evidence> counted(Collection<LinkRecord> observations, Instant now) {
        double losses = shareOfLosses(observations, now);
        return observations.stream()
                .filter(known -> !isDistrusted(known.link().observer(), now))
                .map(known -> known.at(now, options.ageing()).evidenceOfPassing(losses));
    }

    /** Whether what the node observed counts for nothing. */
    boolean isDistrusted(NodeId node, Instant now) {
        return !csps.contains(node) && verdicts.isDistrusted(node, now, () -> Distrust.is(unweighed(node, now)));
    }

    /** From all that was observed of a node, whoever observed it. */
    private Opinion unweighed(NodeId node, Instant now) {
        Collection<LinkRecord> observations = links.observationsOf(node);
        double losses = shareOfLosses(observations, now);
        Evidence all = Evidence.NONE;
        for (LinkRecord known : observations) {
            all = all.plus(known.at(now, options.ageing()).evidenceOfPassing(losses));
        }
        return all.opinion(options.baseRate());
    }

    /** Losses for one destination alone count little: it may be to blame itself. */
    private double shareOfLosses(Collection<LinkRecord> observations, Instant now) {
        long destinations = observations.stream()
                .flatMap(known -> known.at(now, options.ageing()).lostFor().stream())
                .distinct()
                .limit(2)
                .count();
        return destinations == 1 ? FOR_ONE_ALONE : 1;
    }

    /** Of each node whose observations change: all of them, by observer. */
    private Map<NodeId, Map<NodeId, LinkRecord>> observationsAfter(Collection<LinkRecord> changed) {
        Map<NodeId, Map<NodeId, LinkRecord>> after = new LinkedHashMap<>();
        for (LinkRecord record : changed) {
            after.computeIfAbsent(record.link().subject(), this::observationsBefore)
                    .put(record.link().observer(), record);
        }
        return after;
    }

    private Map<NodeId, LinkRecord> observationsBefore(NodeId subject) {
        Map<NodeId, LinkRecord> before = new TreeMap<>();
        links.observationsOf(subject).forEach(record -> before.put(record.link().observer(), record));
        return before;
    }
}
