package io.pigw.csp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.message.Fence;
import org.junit.jupiter.api.Test;

class FencesTest {

    private final Fences fences = new Fences();

    @Test
    void eachPartOfEachPoolHasEpochsOfItsOwn() {
        assertThat(fences.admit(new Fence("a", 0, 9))).isTrue();

        assertThat(fences.admit(new Fence("a", 1, 1))).isTrue();
        assertThat(fences.admit(new Fence("b", 0, 1))).isTrue();
        assertThat(fences.admit(new Fence("a", 0, 8))).isFalse();
        assertThat(fences.admit(new Fence("a", 0, 9))).isTrue();
        assertThat(fences.admit(new Fence("a", 0, 10))).isTrue();
        assertThat(fences.admit(new Fence("a", 0, 9))).isFalse();
    }

    @Test
    void ofTooManyPoolsTheOneThatWasNotHeardOfForLongestIsForgotten() {
        fences.admit(new Fence("in-use", 0, 9));
        fences.admit(new Fence("old", 0, 9));
        for (int i = 2; i < Fences.MAX_POOLS; i++) {
            fences.admit(new Fence("pool-" + i, 0, 9));
        }
        assertThat(fences.admit(new Fence("in-use", 0, 8))).isFalse();

        fences.admit(new Fence("one-more", 0, 9));

        assertThat(fences.admit(new Fence("in-use", 0, 8))).isFalse();
        assertThat(fences.admit(new Fence("old", 0, 8))).isTrue();
    }
}
