package io.pigw.overlay.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

    private Instant now = Instant.EPOCH;
    private final RoutingTable table = new RoutingTable(
            new LocalNode(contact(100), new Ring(11), "o"),
            ChordOptions.DEFAULTS.withSuccessors(4),
            new HoldDown(() -> now, Duration.ofSeconds(30)));

    @BeforeEach
    void fill() {
        table.setSuccessors(contacts(120, 140, 160, 180, 200));
        table.setPredecessors(contacts(80, 60, 40, 20));
        table.setFingers(new TreeMap<>(Map.of(8, contact(400), 9, contact(700), 10, contact(1200))));
    }

    @Test
    void listsAreCutToTheNearest() {
        assertThat(table.successors()).isEqualTo(contacts(120, 140, 160, 180));
        assertThat(table.predecessors()).isEqualTo(contacts(80, 60, 40));
    }

    @Test
    void whatPrecedesATargetComesNearestFirst() {
        assertThat(closest(800, 3)).isEqualTo(contacts(700, 400, 180));
        assertThat(closest(700, 2)).isEqualTo(contacts(700, 400));
        assertThat(closest(50, 2)).isEqualTo(contacts(40, 1200));
        assertThat(closest(130, 3)).isEqualTo(contacts(120));
        assertThat(closest(110, 3)).isEmpty();
        assertThat(table.closestPreceding(NodeId.of(800), 2, List.of(NodeId.of(700))))
                .isEqualTo(contacts(400, 180));
    }

    @Test
    void aNearerNodeThatIsHeardBecomesANeighbour() {
        // When
        boolean changed = table.heard(contact(110));

        // Then
        assertThat(changed).isTrue();
        assertThat(table.successors()).isEqualTo(contacts(110, 120, 140, 160));
        assertThat(table.heard(contact(1000))).isFalse();
        assertThat(table.heard(contact(5000))).isFalse();
        assertThat(table.heard(contact(100))).isFalse();
    }

    @Test
    void aNodeThatMovedIsKnownAtItsNewAddressEverywhere() {
        // Given
        NodeContact moved = new NodeContact(NodeId.of(140), new HostPort("10.9.9.9", 1));

        // When
        table.heard(moved);

        // Then
        assertThat(table.successors()).contains(moved).doesNotContain(contact(140));
        assertThat(table.known()).contains(moved).doesNotContain(contact(140));
    }

    @Test
    void whatFailsAtAFalseAddressStaysKnownWhereItIs() {
        // Given
        NodeContact elsewhere = new NodeContact(NodeId.of(140), new HostPort("10.9.9.9", 1));

        // When
        boolean changed = table.forget(elsewhere, true);

        // Then
        assertThat(changed).isFalse();
        assertThat(table.isHeld(elsewhere)).isTrue();
        assertThat(table.isHeld(contact(140))).isFalse();
        assertThat(table.successors()).isEqualTo(contacts(120, 140, 160, 180));
    }

    @Test
    void theSuccessorsListReplacesTheTailAndEndsAtThisNode() {
        // When
        RoutingTable.Followed followed = follow(120, 160, 100, 170);

        // Then: what it leaves out is dropped, to be asked
        assertThat(table.successors()).isEqualTo(contacts(120, 160));
        assertThat(followed.missing()).isEqualTo(contacts(140, 180));
        assertThat(followed.strangers()).isEmpty();
    }

    @Test
    void whoIsNewInTheSuccessorsListIsAStrangerUntilItHasAnswered() {
        // When
        RoutingTable.Followed followed = follow(120, 130, 140, 150, 160);

        // Then: the proven one beyond them keeps its place
        assertThat(followed.strangers()).isEqualTo(contacts(130, 150));
        assertThat(followed.missing()).isEmpty();
        assertThat(table.successors()).isEqualTo(contacts(120, 140, 160, 180));

        // When
        table.answered(contact(130));
        table.answered(contact(150));

        // Then
        assertThat(table.successors()).isEqualTo(contacts(120, 130, 140, 150));
        assertThat(follow(120, 130, 140, 150, 160).strangers()).isEmpty();
    }

    @Test
    void aListThatEndsSaysNothingOfWhatLiesBehindIt() {
        // When
        RoutingTable.Followed followed = follow(120, 160);

        // Then
        assertThat(table.successors()).isEqualTo(contacts(120, 160, 180));
        assertThat(followed.missing()).isEqualTo(contacts(140));
    }

    @Test
    void aHintIsNotProven() {
        // When
        table.setHints(contacts(300));

        // Then
        assertThat(table.known()).contains(contact(300));
        assertThat(table.isProven(NodeId.of(300))).isFalse();
        assertThat(table.isProven(NodeId.of(400))).isTrue();
    }

    @Test
    void aFailedNodeIsNotTakenFromOthersUntilItsTimeIsOverOrItSpeaks() {
        // Given
        table.forget(contact(120), true);

        // Then
        assertThat(table.successors()).isEqualTo(contacts(140, 160, 180));
        follow(140, 120, 160);
        assertThat(table.successors()).doesNotContain(contact(120));

        // When
        now = now.plusSeconds(30);
        table.setSuccessors(contacts(120, 140));

        // Then
        assertThat(table.successors()).isEqualTo(contacts(120, 140));

        // When: it speaks for itself
        table.forget(contact(120), true);
        table.heard(contact(120));

        // Then
        assertThat(table.successors()).isEqualTo(contacts(120, 140));
    }

    @Test
    void withoutSuccessorsTheNextKnownNodeFollows() {
        // When
        LongStream.of(120, 140, 160, 180).forEach(id -> table.forget(contact(id), true));

        // Then
        assertThat(table.successors()).isEqualTo(contacts(400));
    }

    private RoutingTable.Followed follow(long first, long... its) {
        return table.followSuccessor(contact(first), contacts(its), _ -> false);
    }

    private List<NodeContact> closest(long target, int max) {
        return table.closestPreceding(NodeId.of(target), max, List.of());
    }

    private static List<NodeContact> contacts(long... ids) {
        return LongStream.of(ids).mapToObj(RoutingTableTest::contact).toList();
    }

    private static NodeContact contact(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("10.0.0.1", 9_000));
    }
}
