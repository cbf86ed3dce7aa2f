package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Ageing;
import io.pigw.trust.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a link.
 *
 * @param seen outcomes that CSPs saw, as they weighed at that time
 * @param told good outcomes that peers told of, each weighed by what is thought of the peer
 * @param lost of the bad outcomes, pings that the subject lost, as they weighed and weigh now
 * @param contradicted of the bad outcomes, those in which the subject contradicted itself; what is left of them it did not answer for
 * @param lostFor destinations whose pings the subject lost, at most {@value #MAX_LOST_FOR}, the latest last; none once the losses have
 *     faded
 * @param weighedAt to the millisecond
 */
public record LinkRecord(
        Link link,
        Evidence seen,
        double told,
        double lost,
        double contradicted,
        List<NodeId> lostFor,
        Instant weighedAt) {

    /** The most destinations that are remembered: what more there are says nothing. */
    public static final int MAX_LOST_FOR = 4;

    /** How much silence counts: a node may be gone, or have another certificate by now. */
    static final double SILENCE = 0.3;

    /** Losses that weigh less are forgotten. */
    private static final double FADED = 0.05;

    /** Copies the list, and drops what is finer than a millisecond. */
    public LinkRecord {
        lostFor = List.copyOf(lostFor);
        weighedAt = weighedAt.truncatedTo(ChronoUnit.MILLIS);
        if (!isInRange(told) || !isInRange(lost) || !isInRange(contradicted) || lostFor.size() > MAX_LOST_FOR) {
            throw new IllegalArgumentException("the evidence on a link is out of its range");
        }
    }

    static LinkRecord none(Link link, Instant now) {
        return new LinkRecord(link, Evidence.NONE, 0, 0, 0, List.of(), now);
    }

    private static boolean isInRange(double outcomes) {
        return outcomes >= 0 && outcomes <= Evidence.MAX_OUTCOMES;
    }

    /** As it weighs now. */
    LinkRecord at(Instant now, Ageing ageing) {
        Duration elapsed = Duration.between(weighedAt, now);
        double lostNow = ageing.age(new Evidence(0, lost), elapsed).bad();
        double contradictedNow =
                ageing.age(new Evidence(0, contradicted), elapsed).bad();
        return new LinkRecord(
                link,
                ageing.age(seen, elapsed),
                ageing.age(new Evidence(told, 0), elapsed).good(),
                lostNow,
                contradictedNow,
                lostNow + contradictedNow < FADED ? List.of() : lostFor,
                now);
    }

    /**
     * The same with one outcome more.
     *
     * @param weight of it, 0 to 1
     * @param maxGood good outcomes that are saved up at most
     */
    LinkRecord with(Ballot ballot, double weight, double maxGood) {
        return switch (ballot.vote().sort()) {
            case TOLD ->
                new LinkRecord(link, seen, Math.min(maxGood, told + weight), lost, contradicted, lostFor, weighedAt);
            case PASSED -> withSeen(new Evidence(Math.min(maxGood, seen.good() + weight), seen.bad()));
            case SILENT -> withSeen(seen.plus(new Evidence(0, SILENCE)));
            case LOST ->
                new LinkRecord(
                        link,
                        seen.plus(new Evidence(0, weight)),
                        told,
                        Math.min(Evidence.MAX_OUTCOMES, lost + weight),
                        contradicted,
                        lostAlso(ballot),
                        weighedAt);
            case CONTRADICTED ->
                new LinkRecord(
                        link,
                        seen.plus(new Evidence(0, 1)),
                        told,
                        lost,
                        Math.min(Evidence.MAX_OUTCOMES, contradicted + 1),
                        lostAlso(ballot),
                        weighedAt);
        };
    }

    /** All of it: what peers tell at most doubles what CSPs saw themselves, and makes up for one outcome where they saw none. */
    Evidence evidence() {
        return seen.plus(new Evidence(Math.min(told, seen.good() + 1), 0));
    }

    /**
     * The same towards an opinion on the node itself: what came to it as its destination, of which peers tell too, is no merit.
     *
     * @param losses share of the losses that counts, 0 to 1; contradictions and silence count always
     */
    Evidence evidenceOfPassing(double losses) {
        return new Evidence(seen.good() + Math.min(told, seen.good()), Math.max(0, seen.bad() - lost) + losses * lost);
    }

    /** The bad outcomes that prove something: all but silence. */
    double proven() {
        return lost + contradicted;
    }

    private LinkRecord withSeen(Evidence other) {
        return new LinkRecord(link, other, told, lost, contradicted, lostFor, weighedAt);
    }

    private List<NodeId> lostAlso(Ballot ballot) {
        List<NodeId> destinations = new ArrayList<>(lostFor);
        destinations.remove(ballot.destination());
        destinations.add(ballot.destination());
        return destinations.subList(Math.max(0, destinations.size() - MAX_LOST_FOR), destinations.size());
    }
}
