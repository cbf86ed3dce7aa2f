package io.pigw.overlay.csp;

import static io.pigw.overlay.csp.AdmissionTest.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CspTableTest {

    private final CspTable table = new CspTable(new Ring(11), List.of(contact(1536), contact(512), contact(1024)));

    @ParameterizedTest
    @CsvSource({"586, 512", "1618, 1536", "512, 512", "1023, 512", "1024, 1024", "3, 1536", "511, 1536"})
    void thePapersRuleTakesTheAntiClockwiseNearest(long id, long csp) {
        // Given
        table.all().forEach(c -> table.up(c.id()));

        // Then
        assertThat(table.responsibleFor(NodeId.of(id))).contains(contact(csp));
    }

    @Test
    void nobodyServesWhileAllAreDown() {
        assertThat(table.responsibleFor(NodeId.of(586))).isEmpty();
    }

    @Test
    void theOneBeforeADeadCspStepsIn() {
        // Given
        table.all().forEach(c -> table.up(c.id()));

        // When
        boolean news = table.down(NodeId.of(512));

        // Then
        assertThat(news).isTrue();
        assertThat(table.responsibleFor(NodeId.of(586))).contains(contact(1536));
        assertThat(table.live()).containsExactly(contact(1024), contact(1536));
        assertThat(table.isUp(NodeId.of(512))).isFalse();
    }

    @Test
    void onlyChangesAreNewsAndStrangersAreNot() {
        assertThat(table.up(NodeId.of(512))).isTrue();
        assertThat(table.up(NodeId.of(512))).isFalse();
        assertThat(table.up(NodeId.of(513))).isFalse();
        assertThat(table.down(NodeId.of(1024))).isFalse();
        assertThat(table.find(NodeId.of(1024))).contains(contact(1024));
        assertThat(table.find(NodeId.of(1))).isEmpty();
    }

    @Test
    void aWrongListIsRefused() {
        Ring ring = new Ring(11);
        List<NodeContact> twice = List.of(contact(5), contact(5));
        List<NodeContact> outside = List.of(contact(2048));
        assertThatThrownBy(() -> new CspTable(ring, twice)).hasMessageContaining("twice");
        assertThatThrownBy(() -> new CspTable(ring, outside)).hasMessageContaining("outside");
    }
}
