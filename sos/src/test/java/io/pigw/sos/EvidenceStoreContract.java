package io.pigw.sos;

import static io.pigw.sos.Samples.NOON;
import static io.pigw.sos.Samples.link;
import static io.pigw.sos.Samples.record;
import static io.pigw.sos.Samples.sentence;
import static io.pigw.sos.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.sos.Changes;
import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.Link;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.overlay.sos.NodeOpinion;
import io.pigw.overlay.sos.Sentence;
import io.pigw.overlay.sos.Vote;
import io.pigw.p2psip.NodeId;
import io.pigw.trust.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of evidence does. */
abstract class EvidenceStoreContract {

    /** As many links as the store holds. */
    static final int MAX_STORED = 300;

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
        LinkRecord one = record(link(1, 2), 1.5, .25, NOON);
        NodeId greatest = NodeId.parse("340282366920938463463374607431768211455");
        LinkRecord other = new LinkRecord(
                new Link(greatest, NodeId.of(3)),
                new Evidence(1e9, 0),
                7.5,
                .5,
                .75,
                List.of(greatest, NodeId.of(0), greatest, greatest),
                NOON.plusMillis(1));
        List<Vote> votes = Stream.of(Vote.Sort.values())
                .map(sort -> new Vote(greatest, new Link(NodeId.of(1), greatest), NOON, sort))
                .toList();
        save(changes(votes, List.of(one, other), Instant.EPOCH));

        reopen();

        assertThat(load().links()).containsExactly(one, other);
        assertThat(load().votes()).containsExactlyInAnyOrderElementsOf(votes);
    }

    @Test
    void newEvidenceReplacesOld() throws Exception {
        save(changes(List.of(), List.of(record(link(1, 2), 1, 0, NOON)), Instant.EPOCH));
        LinkRecord later = record(link(1, 2), 2, 3, NOON.plusSeconds(5));

        save(changes(List.of(), List.of(later), Instant.EPOCH));

        assertThat(load().links()).containsExactly(later);
    }

    @Test
    void theLinksToANodeAreReadBack() throws Exception {
        LinkRecord one = record(link(1, 2), 1, 0, NOON);
        LinkRecord other = record(link(3, 2), 0, 2, NOON.plusSeconds(1));
        LinkRecord of4 = record(link(1, 4), 3, 0, NOON);
        save(changes(List.of(), List.of(one, other, of4, record(link(2, 1), 1, 0, NOON)), Instant.EPOCH));

        assertThat(read(2, 4, 9)).containsExactlyInAnyOrder(one, other, of4);
        assertThat(read(9)).isEmpty();
    }

    @Test
    void ofManyLinksToANodeTheLatestAreReadBack() throws Exception {
        List<LinkRecord> links = IntStream.rangeClosed(0, EvidenceStore.MAX_OBSERVERS)
                .mapToObj(i -> record(link(100 + i, 2), 1, 0, NOON.plusSeconds(i)))
                .toList();
        save(changes(List.of(), links, Instant.EPOCH));

        assertThat(read(2)).containsExactlyInAnyOrderElementsOf(links.subList(1, links.size()));
    }

    @Test
    void ofManyLinksToANodeThoseWithLossesAreReadBack() throws Exception {
        List<LinkRecord> losses = List.of(record(link(1, 2), 0, 1, NOON), record(link(2, 2), 5, .5, NOON));
        List<LinkRecord> links = IntStream.range(0, EvidenceStore.MAX_OBSERVERS)
                .mapToObj(i -> record(link(100 + i, 2), 1, 0, NOON.plusSeconds(i)))
                .toList();
        save(changes(List.of(), losses, Instant.EPOCH));
        save(changes(List.of(), links, Instant.EPOCH));

        assertThat(read(2))
                .hasSize(EvidenceStore.MAX_OBSERVERS)
                .containsAll(losses)
                .containsAll(links.subList(2, links.size()));
    }

    @Test
    void theOldestLinksAreDroppedWhereThereAreTooMany() throws Exception {
        List<LinkRecord> links = IntStream.range(0, MAX_STORED)
                .mapToObj(i -> record(link(1, 100 + i), 1, 0, NOON.plusSeconds(i)))
                .toList();
        save(changes(List.of(), links, Instant.EPOCH));
        save(opinion(new NodeOpinion(NodeId.of(100), new Evidence(1, 0).opinion(.5), NOON)));
        save(opinion(new NodeOpinion(NodeId.of(102), new Evidence(1, 0).opinion(.5), NOON.plusSeconds(2))));
        assertThat(load().links()).isEqualTo(links);

        LinkRecord changed = record(link(1, 101), 2, 0, NOON.plusSeconds(MAX_STORED));
        LinkRecord fresh = record(link(1, 99), 1, 0, NOON.plusSeconds(MAX_STORED + 1));
        save(changes(List.of(), List.of(changed, fresh), Instant.EPOCH));

        assertThat(load().links()).hasSize(MAX_STORED).endsWith(changed, fresh).doesNotContain(links.getFirst());
        assertThat(opinionOn(NodeId.of(100))).isEmpty();
        assertThat(opinionOn(NodeId.of(102))).isNotEmpty();
    }

    @Test
    void oldVotesAreDropped() throws Exception {
        Vote old = vote(9, link(1, 2), NOON);
        Vote recent = vote(9, link(1, 2), NOON.plusSeconds(60));
        save(changes(List.of(old, recent), List.of(), Instant.EPOCH));

        save(changes(List.of(), List.of(), NOON.plusSeconds(60)));

        assertThat(load().votes()).containsExactly(recent);
    }

    @Test
    void onlySoMuchIsLoadedTheLatestOfIt() throws Exception {
        List<LinkRecord> links = List.of(
                record(link(1, 2), 1, 0, NOON.plusSeconds(2)),
                record(link(1, 3), 1, 0, NOON.plusSeconds(1)),
                record(link(1, 4), 1, 0, NOON.plusSeconds(3)));
        List<Vote> votes = List.of(
                vote(1, link(1, 2), NOON.plusSeconds(60)),
                vote(1, link(1, 2), NOON),
                vote(1, link(1, 2), NOON.plusSeconds(120)));
        save(changes(votes, links, Instant.EPOCH));

        EvidenceStore.Remembered remembered = store().load(2, NOON.plusSeconds(60), MANY);

        assertThat(remembered.links()).containsExactly(links.get(0), links.get(2));
        assertThat(remembered.votes()).containsExactlyInAnyOrder(votes.get(0), votes.get(2));
        assertThat(store().load(2, Instant.EPOCH, 1).votes()).containsExactly(votes.get(2));
    }

    @Test
    void theOpinionOnANodeIsReplaced() throws Exception {
        NodeId node = NodeId.of(2);
        save(opinion(new NodeOpinion(node, new Evidence(2, 0).opinion(.5), NOON)));
        save(opinion(new NodeOpinion(node, new Evidence(0, 2).opinion(.25), NOON)));
        assertThat(opinionOn(node)).containsExactly(0.0, .5, .5, .25);
        reopen();
        assertThat(opinionOn(node)).containsExactly(0.0, .5, .5, .25);
    }

    @Test
    void changesAreStoredAsAWholeOrNotAtAll() throws Exception {
        Vote vote = vote(9, link(1, 2), NOON);
        save(changes(List.of(vote), List.of(), Instant.EPOCH));
        Vote fresh = vote(8, link(1, 2), NOON);

        Changes clashing = changes(List.of(fresh, vote), List.of(record(link(1, 2), 1, 0, NOON)), Instant.EPOCH);
        assertThat(store().save(clashing, Runnable::run)).failsWithin(Duration.ofSeconds(10));

        assertThat(load().votes()).containsExactly(vote);
        assertThat(load().links()).isEmpty();
    }

    @Test
    void whoIsCondemnedIsRemembered() throws Exception {
        Sentence old = sentence(1, NOON.minus(Duration.ofDays(2)));
        Sentence one = sentence(2, NOON);
        Sentence again = sentence(1, NOON.plusMillis(1));
        condemn(old, sentence(2, NOON.minusSeconds(1)));

        condemn(one, again);
        reopen();
        assertThat(load().sentences()).containsExactly(one, again);

        condemn(sentence(3, NOON.plus(Duration.ofDays(1)).plusMillis(1)));
        assertThat(load().sentences())
                .as("those whose term is over are dropped")
                .containsExactly(
                        again, sentence(3, NOON.plus(Duration.ofDays(1)).plusMillis(1)));
    }

    private void condemn(Sentence... sentences) throws Exception {
        store().condemn(List.of(sentences), Runnable::run).get(10, TimeUnit.SECONDS);
    }

    private EvidenceStore.Remembered load() {
        return store().load(MANY, Instant.EPOCH, MANY);
    }

    private void save(Changes changes) throws Exception {
        assertThat(store().save(changes, Runnable::run).get(10, TimeUnit.SECONDS))
                .isEqualTo(changes);
    }

    private List<LinkRecord> read(long... subjects) throws Exception {
        return store().read(Samples.nodes(subjects), Runnable::run).get(10, TimeUnit.SECONDS);
    }

    private static Changes changes(List<Vote> votes, List<LinkRecord> links, Instant votesFrom) {
        return new Changes(votes, links, List.of(), votesFrom);
    }

    private static Changes opinion(NodeOpinion opinion) {
        return new Changes(List.of(), List.of(), List.of(opinion), Instant.EPOCH);
    }
}
