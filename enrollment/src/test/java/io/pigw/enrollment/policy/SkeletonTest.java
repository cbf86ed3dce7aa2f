package io.pigw.enrollment.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names can be taken for one another. */
class SkeletonTest {

    @ParameterizedTest
    @CsvSource({
        "alice, a1ice, true",
        "alice, allce, true",
        "bob, b0b, true",
        "martin, rnartin, true",
        "walter, vvalter, true",
        "maryjane, mary.jane, true",
        "maryjane, mary-jane, true",
        "mary_jane, mary.jane, true",
        "peer1, peerl, true",
        "alice, alicia, false",
        "peer-1-11, peer-11-1, false",
        "peer.1.11, peer-1-11, true",
        "user10, user100, false",
        "nancy, mancy, false",
    })
    void looksAlike(String one, String other, boolean alike) {
        assertThat(Skeleton.of(one).equals(Skeleton.of(other))).isEqualTo(alike);
    }

    @Test
    void reservesWhatLooksReservedToo() {
        ReservedNames names = new ReservedNames(List.of("acme"));

        assertThat(List.of("admin", "adrnin", "adm.in", "adm1n", "s1p", "acme", "ac-me", "p0stmaster"))
                .allMatch(names::contains);
        assertThat(List.of("adam", "support2", "acme2", "rooty")).noneMatch(names::contains);
    }
}
