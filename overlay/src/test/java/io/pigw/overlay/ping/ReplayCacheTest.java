package io.pigw.overlay.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingTerms;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayCacheTest {

    private static final NodeId CSP = NodeId.of(512);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMinutes(10);

    private final ReplayCache cache = new ReplayCache(TOLERANCE, 3);

    @Test
    void aCopyIsKnownByCspNonceAndIndex() {
        // When
        cache.remember(CSP, terms(1, 1), NOW);

        // Then
        assertThat(cache.contains(CSP, terms(1, 1))).isTrue();
        assertThat(cache.contains(CSP, terms(1, 0))).isFalse();
        assertThat(cache.contains(CSP, terms(2, 1))).isFalse();
        assertThat(cache.contains(NodeId.of(513), terms(1, 1))).isFalse();
    }

    @Test
    void fullMeansRefuseAndForgetsNothing() {
        // Given
        for (int nonce = 1; nonce <= 3; nonce++) {
            cache.remember(CSP, terms(nonce, 0), NOW);
        }

        // When
        boolean fourth = cache.remember(CSP, terms(4, 0), NOW);
        boolean anotherCopy = cache.remember(CSP, terms(3, 1), NOW);
        boolean anotherSigner = cache.remember(NodeId.of(1536), terms(4, 0), NOW);

        // Then
        assertThat(fourth).isFalse();
        assertThat(anotherCopy).isTrue();
        assertThat(anotherSigner).isTrue();
        assertThat(cache.contains(CSP, terms(1, 0))).isTrue();
    }

    @Test
    void aNonceIsKeptUntilExpiresPlusTolerance() {
        // Given
        for (int nonce = 1; nonce <= 3; nonce++) {
            cache.remember(CSP, terms(nonce, 0), NOW);
        }
        Instant end = terms(1, 0).expires().plus(TOLERANCE);

        // Then
        assertThat(cache.remember(CSP, terms(4, 0), end)).isFalse();
        assertThat(cache.remember(CSP, terms(4, 0), end.plusMillis(1))).isTrue();
        assertThat(cache.contains(CSP, terms(1, 0))).isFalse();
    }

    private static PingTerms terms(int nonce, int index) {
        return new PingTerms("a".repeat(32), "%032x".formatted(nonce), NOW.plusSeconds(60), 3, index);
    }
}
