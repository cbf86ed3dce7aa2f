package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.ballot;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.nodes;
import static io.pigw.overlay.sos.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Evidence;
import io.pigw.trust.Opinion;
import io.pigw.trust.PathOperator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationsTest {

    private final EvidenceBook book = new EvidenceBook(OpinionOptions.DEFAULTS);
    private final Condemnation condemnation = new Condemnation(book, CondemnationOptions.DEFAULTS);
    private final Explanations explanations = new Explanations(book, condemnation, PathOperator.UNCERTAINTY_FAVOURING);

    @Test
    void nothingIsKnownOfAStranger() {
        NodeView view = explanations.node(NodeId.of(77), NOON);

        assertThat(view.opinion()).isEqualTo(Opinion.vacuous(.5));
        assertThat(view.links()).isEmpty();
        assertThat(List.of(view.distrusted(), view.goneRound())).containsOnly(false);
        assertThat(view.condemned()).isEmpty();
    }

    @Test
    void anObserverWhoIsDistrustedIsShownAsLeftOut() {
        // Given: 8 saw good of 1, and so did 7, of which others saw bad
        remember(record(link(8, 1), 4, 0, NOON), record(link(7, 1), 0, 9, NOON), record(link(9, 7), 0, 9, NOON));

        // When
        NodeView view = explanations.node(NodeId.of(1), NOON);

        // Then
        assertThat(view.leftOut()).containsExactly(NodeId.of(7));
        assertThat(view.opinion()).isEqualTo(new Evidence(4, 0).opinion(.5));
        assertThat(view.links()).extracting(shown -> shown.known().link()).containsExactly(link(7, 1), link(8, 1));
    }

    @Test
    void evidenceIsShownAsItWeighsNowWithTheTimeOfTheLastOutcome() {
        remember(record(link(8, 1), 4, 0, NOON));
        Instant dayAfter = NOON.plus(OpinionOptions.DEFAULTS.ageing().halfLife());

        LinkView view = explanations.node(NodeId.of(1), dayAfter).links().getFirst();

        assertThat(view.known().seen().good()).isCloseTo(2, within(1e-9));
        assertThat(view.lastOutcome()).contains(NOON);
        assertThat(view.opinion()).isEqualTo(view.known().seen().opinion(.5));
    }

    @Test
    void theGroundsOfACondemnationAreShown() {
        List<Ballot> ballots = new ArrayList<>();
        for (int observer = 1; observer <= 8; observer++) {
            ballots.add(ballot(Vote.Sort.LOST, observer, 99, 200 + observer, NOON));
        }
        book.apply(book.plan(ballots, NOON));
        assertThat(explanations.node(NodeId.of(99), NOON).goneRound()).isFalse();

        condemnation.look(nodes(99), NOON);
        NodeView view = explanations.node(NodeId.of(99), NOON);

        assertThat(view.distrusted()).isTrue();
        assertThat(view.goneRound()).isTrue();
        assertThat(view.condemned()).get().extracting(Condemned::grounds).isEqualTo(Condemned.Grounds.AUDITS);
    }

    @Test
    void ofTheObserversThatAreRememberedThoseWithTheMostEvidenceComeFirst() {
        List<LinkRecord> many = new ArrayList<>();
        for (int observer = 1; observer <= EvidenceStore.MAX_OBSERVERS; observer++) {
            many.add(record(link(observer, 5_000), 1, 0, NOON));
        }
        many.add(record(link(4_000, 5_000), 9, 0, NOON));
        remember(many.toArray(LinkRecord[]::new));

        NodeView view = explanations.node(NodeId.of(5_000), NOON);

        assertThat(view.links()).hasSize(EvidenceStore.MAX_OBSERVERS);
        assertThat(view.links().getFirst().known().link().observer()).isEqualTo(NodeId.of(4_000));
    }

    @Test
    void eachLinkOfARouteIsShownWithItsOpinion() {
        remember(record(link(512, 550), 4, 0, NOON), record(link(550, 586), 4, 0, NOON));

        RoutesView view = explanations.routes(List.of(nodes(512, 540, 586), nodes(512, 550, 586)), NOON);

        assertThat(view.chosen()).isEqualTo(1);
        Opinion four = new Evidence(4, 0).opinion(.5);
        assertThat(view.routes().get(1).links()).extracting(LinkView::opinion).containsExactly(four, four);
        assertThat(view.routes().get(1).opinion())
                .isEqualTo(PathOperator.UNCERTAINTY_FAVOURING.along(List.of(four, four)));
        assertThat(view.routes().getFirst().links()).allSatisfy(link -> {
            assertThat(link.lastOutcome()).isEmpty();
            assertThat(link.opinion()).isEqualTo(Opinion.vacuous(.5));
        });
    }

    @Test
    void theLatestJudgementsAreKept() {
        RecentJudgements kept = new RecentJudgements();
        for (int i = 0; i <= RecentJudgements.MAX_JUDGEMENTS; i++) {
            kept.add(explanations.routes(List.of(nodes(512, 600 + i % 2)), NOON.plusSeconds(i)));
        }

        List<RoutesView> even = kept.to(NodeId.of(600));

        assertThat(even).hasSize(RecentJudgements.MAX_SHOWN);
        assertThat(even.getFirst().at()).isEqualTo(NOON.plusSeconds(RecentJudgements.MAX_JUDGEMENTS));
        assertThat(kept.to(NodeId.of(602))).isEmpty();
    }

    private void remember(LinkRecord... links) {
        book.restore(new EvidenceStore.Remembered(List.of(links), List.of()));
    }
}
