package io.pigw.sos;

import static io.pigw.sos.Samples.NOON;
import static io.pigw.sos.Samples.link;
import static io.pigw.sos.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store of evidence does. */
abstract class EvidenceStoreContract {

    private static final int MANY = 1_000;

    /** The store that is open. */
    abstract EvidenceStore store();

    /** Closes it and opens it again as after a restart. */
    abstract void reopen();

    /** What is stored as the opinion on a node: belief, disbelief, uncertainty, base rate; empty for none. */
    abstract List<Double> opinionOn(NodeId node);

    @Test
    void aNewStoreIsEmpty() {
        assertThat(load()).isEqualTo(new EvidenceStore.Remembered(List.of(), List.of()));
    }

    @Test
    void whatWasSavedIsThereAfterARestart() throws Exception {
        LinkRecord one = new LinkRecord(link(1, 2), new Evidence(1.5, .25), NOON);
        NodeId greatest = NodeId.parse("340282366920938463463374607431768211455");
        LinkRecord other = new LinkRecord(new Link(greatest, NodeId.of(3)), new Evidence(1e9, 0), NOON.plusMillis(1));
        Vote vote = new Vote(greatest, new Link(NodeId.of(1), greatest), NOON);
        save(changes(List.of(vote), List.of(one, other), List.of(), Instant.EPOCH));

        reopen();

        assertThat(load()).isEqualTo(new EvidenceStore.Remembered(List.of(one, other), List.of(vote)));
    }

    @Test
    void newEvidenceReplacesOld() throws Exception {
        save(changes(
                List.of(), List.of(new LinkRecord(link(1, 2), new Evidence(1, 0), NOON)), List.of(), Instant.EPOCH));
        LinkRecord later = new LinkRecord(link(1, 2), new Evidence(2, 3), NOON.plusSeconds(5));

        save(changes(List.of(), List.of(later), List.of(), Instant.EPOCH));

        assertThat(load().links()).containsExactly(later);
    }

    @Test
    void forgottenLinksAreGone() throws Exception {
        LinkRecord staying = new LinkRecord(link(2, 1), new Evidence(1, 0), NOON);
        save(changes(
                List.of(),
                List.of(new LinkRecord(link(1, 2), new Evidence(1, 0), NOON), staying),
                List.of(),
                Instant.EPOCH));

        save(changes(List.of(), List.of(), List.of(link(1, 2)), Instant.EPOCH));

        assertThat(load().links()).containsExactly(staying);
    }

    @Test
    void oldVotesAreDropped() throws Exception {
        Vote old = vote(9, link(1, 2), NOON);
        Vote recent = vote(9, link(1, 2), NOON.plusSeconds(60));
        save(changes(List.of(old, recent), List.of(), List.of(), Instant.EPOCH));

        save(changes(List.of(), List.of(), List.of(), NOON.plusSeconds(60)));

        assertThat(load().votes()).containsExactly(recent);
    }

    @Test
    void onlySoMuchIsLoadedTheLatestOfIt() throws Exception {
        List<LinkRecord> links = List.of(
                new LinkRecord(link(1, 2), new Evidence(1, 0), NOON.plusSeconds(2)),
                new LinkRecord(link(1, 3), new Evidence(1, 0), NOON.plusSeconds(1)),
                new LinkRecord(link(1, 4), new Evidence(1, 0), NOON.plusSeconds(3)));
        List<Vote> votes = List.of(
                vote(1, link(1, 2), NOON.plusSeconds(60)),
                vote(1, link(1, 2), NOON),
                vote(1, link(1, 2), NOON.plusSeconds(120)));
        save(changes(votes, links, List.of(), Instant.EPOCH));

        EvidenceStore.Remembered remembered = store().load(2, NOON.plusSeconds(60), MANY);

        assertThat(remembered.links()).containsExactly(links.get(0), links.get(2));
        assertThat(remembered.votes()).containsExactlyInAnyOrder(votes.get(0), votes.get(2));
        assertThat(store().load(2, Instant.EPOCH, 1).votes()).containsExactly(votes.get(2));
    }

    @Test
    void theOpinionOnANodeIsReplacedAndForgotten() throws Exception {
        NodeId node = NodeId.of(2);
        save(opinion(new NodeOpinion(node, new Evidence(2, 0).opinion(.5), NOON), List.of()));
        save(opinion(new NodeOpinion(node, new Evidence(0, 2).opinion(.25), NOON), List.of()));
        assertThat(opinionOn(node)).containsExactly(0.0, .5, .5, .25);
        reopen();
        assertThat(opinionOn(node)).containsExactly(0.0, .5, .5, .25);

        save(new Changes(List.of(), List.of(), List.of(), List.of(), List.of(node), Instant.EPOCH));

        assertThat(opinionOn(node)).isEmpty();
    }

    @Test
    void changesAreStoredAsAWholeOrNotAtAll() throws Exception {
        Vote vote = vote(9, link(1, 2), NOON);
        save(changes(List.of(vote), List.of(), List.of(), Instant.EPOCH));
        Vote fresh = vote(8, link(1, 2), NOON);

        Changes clashing = changes(
                List.of(fresh, vote),
                List.of(new LinkRecord(link(1, 2), new Evidence(1, 0), NOON)),
                List.of(),
                Instant.EPOCH);
        assertThat(store().save(clashing, Runnable::run)).failsWithin(Duration.ofSeconds(10));

        assertThat(load().votes()).containsExactly(vote);
        assertThat(load().links()).isEmpty();
    }

    private EvidenceStore.Remembered load() {
        return store().load(MANY, Instant.EPOCH, MANY);
    }

    private void save(Changes changes) throws Exception {
        assertThat(store().save(changes, Runnable::run).get(10, TimeUnit.SECONDS))
                .isEqualTo(changes);
    }

    private static Changes changes(List<Vote> votes, List<LinkRecord> links, List<Link> forgotten, Instant votesFrom) {
        return new Changes(votes, links, forgotten, List.of(), List.of(), votesFrom);
    }

    private static Changes opinion(NodeOpinion opinion, List<NodeId> unknown) {
        return new Changes(List.of(), List.of(), List.of(), List.of(opinion), unknown, Instant.EPOCH);
    }
}
