package io.pigw.overlay.ping;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.opinion.FakeNode;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What 550 keeps of the copies that it gave to 560. */
class ReceiptsTest {

    private static final NodeId CSP = NodeId.of(Samples.CSP);
    private static final Instant NOW = FakeNode.NOON;
    private static final RouteEntry BEFORE = Samples.entryZero(Samples.terms(1), 550);
    private static final RouteEntry OWN = Samples.entry(BEFORE, Samples.peer(550), 560);
    private static final Identity SIGNATURE = Samples.receipt(Samples.peer(560), List.of(BEFORE, OWN), 560);

    private final Receipts receipts = new Receipts();

    @Test
    void whatIsKeptIsFoundByCspNonceAndIndex() {
        // When
        keep(Samples.terms(1), NOW);

        // Then
        PingTerms terms = Samples.terms(1);
        assertThat(find(terms, NOW)).hasValueSatisfying(receipt -> {
            assertThat(receipt.entry()).isEqualTo(OWN);
            assertThat(receipt.taker()).isEqualTo(contact(560));
            assertThat(receipt.signature()).isEqualTo(SIGNATURE);
        });
        assertThat(find(terms.withRouteIndex(1), NOW)).isEmpty();
        assertThat(find(Samples.terms(2), NOW)).isEmpty();
        assertThat(receipts.find(NodeId.of(513), terms.nonce(), terms.routeIndex(), NOW))
                .as("another CSP's")
                .isEmpty();
    }

    @Test
    void itIsKeptForTwoMinutes() {
        // When
        keep(Samples.terms(1), NOW);

        // Then
        Instant end = NOW.plus(Duration.ofMinutes(2));
        assertThat(find(Samples.terms(1), end)).isPresent();
        assertThat(find(Samples.terms(1), end.plusMillis(1))).isEmpty();
    }

    @Test
    void theOldestGiveWayToOthers() {
        // Given
        for (int nonce = 1; nonce <= Receipts.MAX_RECEIPTS; nonce++) {
            keep(Samples.terms(nonce), NOW);
        }
        assertThat(find(Samples.terms(1), NOW)).isPresent();

        // When
        keep(Samples.terms(Receipts.MAX_RECEIPTS + 1), NOW);

        // Then
        assertThat(find(Samples.terms(1), NOW)).isEmpty();
        assertThat(find(Samples.terms(2), NOW)).isPresent();
        assertThat(find(Samples.terms(Receipts.MAX_RECEIPTS + 1), NOW)).isPresent();
    }

    @Test
    void aCopyIsHandedOverBetweenBeginAndEnd() {
        // Given
        PingTerms terms = Samples.terms(1);
        assertThat(isHandedOver(CSP, terms)).isFalse();

        // When
        receipts.begin(CSP, terms);

        // Then
        assertThat(isHandedOver(CSP, terms)).isTrue();
        assertThat(isHandedOver(CSP, terms.withRouteIndex(1))).isFalse();
        assertThat(isHandedOver(NodeId.of(513), terms)).isFalse();
        assertThat(find(terms, NOW)).isEmpty();
        receipts.end(CSP, terms);
        assertThat(isHandedOver(CSP, terms)).isFalse();
    }

    private void keep(PingTerms terms, Instant now) {
        receipts.keep(CSP, terms, OWN, contact(560), SIGNATURE, now);
    }

    private Optional<Receipts.Receipt> find(PingTerms terms, Instant now) {
        return receipts.find(CSP, terms.nonce(), terms.routeIndex(), now);
    }

    private boolean isHandedOver(NodeId csp, PingTerms terms) {
        return receipts.isHandedOver(csp, terms.nonce(), terms.routeIndex());
    }
}
