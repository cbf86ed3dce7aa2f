package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ballots of one batch, which are weighed before any of them is remembered. */
class WeighingTest {

    private static final NodeId DISTRUSTED = NodeId.of(77);

    private final Blame blame = new Blame();
    private final Repeats repeats = new Repeats();

    @Test
    void lossesOfOneBatchForOneDestinationCountAsThoseOfMany() {
        Weighing weighing = weighing();

        assertThat(weighing.weigh(ballot(1, 50, Vote.Sort.LOST))).isEqualTo(1);
        assertThat(weighing.weigh(ballot(2, 50, Vote.Sort.LOST))).isEqualTo(1);
        assertThat(weighing.weigh(ballot(3, 50, Vote.Sort.LOST))).isEqualTo(1);
        assertThat(weighing.weigh(ballot(4, 50, Vote.Sort.LOST))).isEqualTo(3 / 4.0);
        assertThat(weighing.weigh(ballot(4, 50, Vote.Sort.LOST))).as("again").isEqualTo(.1);
        assertThat(weighing.weigh(ballot(5, 51, Vote.Sort.LOST)))
                .as("for another")
                .isEqualTo(1);
    }

    @Test
    void arrivalsOfOneBatchForOneDestinationAreRepeats() {
        Weighing weighing = weighing();

        assertThat(weighing.weigh(ballot(1, 50, Vote.Sort.PASSED))).isEqualTo(1);
        assertThat(weighing.weigh(ballot(1, 50, Vote.Sort.PASSED))).isEqualTo(.25);
        assertThat(weighing.weigh(ballot(1, 51, Vote.Sort.PASSED))).isEqualTo(1);
        assertThat(weighing.weigh(ballot(1, 77, Vote.Sort.PASSED)))
                .as("at one that is distrusted")
                .isEqualTo(.1);
    }

    @Test
    void whatWasNotStoredIsNotRemembered() {
        // Given: a batch that could not be stored
        Weighing failed = weighing();
        failed.weigh(ballot(1, 50, Vote.Sort.PASSED));
        failed.weigh(ballot(1, 51, Vote.Sort.LOST));

        // When it comes again
        Weighing again = weighing();

        // Then
        assertThat(again.weigh(ballot(1, 50, Vote.Sort.PASSED))).isEqualTo(1);
        assertThat(again.weigh(ballot(1, 51, Vote.Sort.LOST))).isEqualTo(1);
        again.remember();
        assertThat(repeats.weight(NodeId.of(1), NodeId.of(50), NOON)).isEqualTo(.25);
        assertThat(blame.weight(NodeId.of(1), NodeId.of(51), Set.of(), NOON)).isEqualTo(.1);
    }

    @Test
    void silenceAndContradictionCountWhatever() {
        Weighing weighing = weighing();
        weighing.weigh(ballot(1, 50, Vote.Sort.LOST));

        assertThat(weighing.weigh(ballot(1, 50, Vote.Sort.SILENT))).isEqualTo(1);
        assertThat(weighing.weigh(ballot(1, 50, Vote.Sort.CONTRADICTED))).isEqualTo(1);
        assertThat(weighing.weigh(ballot(1, 50, Vote.Sort.TOLD)))
                .as("a peer's word by its credit")
                .isEqualTo(.7);
    }

    private Weighing weighing() {
        return new Weighing(blame, repeats, DISTRUSTED::equals, _ -> .7, NOON);
    }

    private static Ballot ballot(long subject, long destination, Vote.Sort sort) {
        Link link = new Link(NodeId.of(9), NodeId.of(subject));
        return new Ballot(new Vote(NodeId.of(512), link, NOON, sort), NodeId.of(destination));
    }
}
