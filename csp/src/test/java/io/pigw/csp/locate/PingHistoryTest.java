package io.pigw.csp.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.csp.locate.PingRecord.Copy;
import io.pigw.csp.locate.PingRecord.Fate;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.LinkOutcome.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PingHistoryTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final CallId MESSAGE = new CallId("message");
    private static final CallId FIRST = new CallId("first");
    private static final CallId SECOND = new CallId("second");

    private Instant now = NOON;
    private final PingHistory history = new PingHistory(NodeId.of(512), () -> now);
    private final PingHistory.Search search = history.begin(NodeId.of(586), MESSAGE);

    @Test
    void theFirstAnswerIsTheChosenRoute() {
        begin(FIRST, 540, 550, 560);

        search.trail().answered(FIRST, 1, nodes(512, 550, 570, 586), List.of(1, 2));
        search.trail().answered(FIRST, 0, nodes(512, 540, 586), List.of(0, 1, 2));

        assertThat(copies()).extracting(Copy::fate).containsExactly(Fate.ARRIVED, Fate.CHOSEN, Fate.ARRIVED);
        assertThat(copies()).extracting(Copy::complete).containsExactly(true, true, false);
        assertThat(copies().get(1).nodes()).isEqualTo(nodes(512, 550, 570, 586));
        assertThat(copies().get(2).nodes()).isEqualTo(nodes(512, 560));
    }

    @Test
    void anAuditFollowsTheRouteToWhereTheCopyWasLost() {
        begin(FIRST, 540);

        audited(0, Kind.PASSED, 512, 540);
        audited(0, Kind.PASSED, 540, 555);
        audited(0, Kind.LOST, 555, 570);

        Copy copy = copies().getFirst();
        assertThat(copy.fate()).isEqualTo(Fate.LOST);
        assertThat(copy.nodes()).isEqualTo(nodes(512, 540, 555, 570));
        assertThat(copy.complete()).isFalse();
        assertThat(copy.lostAt()).contains(outcome(Kind.LOST, 555, 570));
    }

    @Test
    void whatArrivesLateWasNotLost() {
        begin(FIRST, 540);
        audited(0, Kind.SILENT, 512, 540);

        search.trail().answered(FIRST, 0, nodes(512, 540, 586), List.of(0));

        assertThat(copies().getFirst().fate()).isEqualTo(Fate.CHOSEN);
        assertThat(copies().getFirst().lostAt()).isEmpty();
    }

    @Test
    void aReceiptThatComesAfterTheAnswerChangesNothing() {
        search.trail().began(FIRST, 2);
        search.trail().answered(FIRST, 0, nodes(512, 540, 570, 586), List.of(0));
        search.trail().taken(FIRST, 0, NodeId.of(540));
        search.trail().notTaken(FIRST, 1);

        assertThat(copies().getFirst().nodes()).isEqualTo(nodes(512, 540, 570, 586));
        assertThat(copies().get(1).fate()).isEqualTo(Fate.NOT_TAKEN);
        assertThat(copies().get(1).nodes()).isEqualTo(nodes(512));
    }

    @Test
    void bothPingsOfASearchAreOneRecord() {
        begin(FIRST, 540);
        begin(SECOND, 700);
        search.trail().answered(SECOND, 0, nodes(512, 700, 586), List.of(0));
        now = NOON.plusMillis(120);
        search.ended(new PingOutcome.NotFound(PingOutcome.Reason.NO_ANSWER));

        PingRecord record = history.of(SECOND).getFirst();

        assertThat(record)
                .isEqualTo(history.of(FIRST).getFirst())
                .isEqualTo(history.of(MESSAGE).getFirst());
        assertThat(record.copies()).extracting(Copy::ping).containsExactly(FIRST, SECOND);
        assertThat(record.copies()).extracting(Copy::fate).containsExactly(Fate.UNKNOWN, Fate.CHOSEN);
        assertThat(record.took()).isEqualTo(Duration.ofMillis(120));
        assertThat(record.outcome()).isPresent();
    }

    @Test
    void whatANodeMakesUpIsNotKept() {
        begin(FIRST, 540);

        search.trail().answered(FIRST, 0, nodes(512, 540, 586), List.of(0, 7, -1));
        audited(9, Kind.LOST, 512, 540);

        assertThat(copies()).hasSize(1);
    }

    @Test
    void theLatestSearchesAreKept() {
        for (int i = 0; i < PingHistory.MAX_SEARCHES; i++) {
            history.begin(NodeId.of(586), new CallId("again"));
        }

        assertThat(history.of(MESSAGE)).isEmpty();
        assertThat(history.of(new CallId("again"))).hasSize(PingHistory.MAX_SEARCHES);
        assertThat(history.latest(3)).hasSize(3);
    }

    private void begin(CallId ping, long... firstHops) {
        search.trail().began(ping, firstHops.length);
        for (int i = 0; i < firstHops.length; i++) {
            search.trail().taken(ping, i, NodeId.of(firstHops[i]));
        }
    }

    private void audited(int copy, Kind kind, long observer, long subject) {
        search.trail().audited(FIRST, copy, outcome(kind, observer, subject));
    }

    private List<Copy> copies() {
        return history.of(MESSAGE).getFirst().copies();
    }

    private static LinkOutcome outcome(Kind kind, long observer, long subject) {
        return new LinkOutcome(kind, NodeId.of(observer), NodeId.of(subject), NodeId.of(586), NOON);
    }

    private static List<NodeId> nodes(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }
}
