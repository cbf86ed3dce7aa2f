package io.pigw.enrollment.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often who may come. */
class RateLimitTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final RateLimit limit = new RateLimit(new Rate(3, 60));

    @Test
    void givesABurstAndThenOneByOne() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a", NOW)).isEmpty();
        }

        assertThat(limit.take("a", NOW)).contains(Duration.ofMinutes(1));
        assertThat(limit.take("a", NOW.plusSeconds(59))).contains(Duration.ofSeconds(1));
        assertThat(limit.take("a", NOW.plusSeconds(60))).isEmpty();
        assertThat(limit.take("a", NOW.plusSeconds(60))).isPresent();
    }

    @Test
    void keepsOthersApart() {
        for (int i = 0; i < 4; i++) {
            limit.take("a", NOW);
        }

        assertThat(limit.take("b", NOW)).isEmpty();
    }

    @Test
    void fillsUpToTheBurstAndNoFurther() {
        limit.take("a", NOW);

        Instant later = NOW.plus(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a", later)).isEmpty();
        }
        assertThat(limit.take("a", later)).isPresent();
    }

    @Test
    void isNotFilledByAClockThatGoesBack() {
        for (int i = 0; i < 3; i++) {
            limit.take("a", NOW);
        }

        assertThat(limit.take("a", NOW.minusSeconds(3600))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "1000001, 1", "1, 3600001", "-1, 1"})
    void hasRanges(int burst, int perHour) {
        assertThatThrownBy(() -> new Rate(burst, perHour)).hasMessageContaining("a rate has");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8:0:0:ffff:ffff:ffff:ffff, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "fe80::1%eth0, fe80::2%eth0, true",
        "unknown, unknown, true",
    })
    void countsAnIpv6NetworkAsOne(String one, String other, boolean together) {
        assertThat(AddressGroup.of(one).equals(AddressGroup.of(other))).isEqualTo(together);
    }
}
