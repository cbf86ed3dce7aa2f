package io.pigw.csp.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.HostPort;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackboneRangesTest {

    private final BackboneRanges ranges =
            new BackboneRanges(List.of("10.0.0.0/8", "2001:db8::/32"), Set.of(new HostPort("127.0.0.1", 9512)));

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 80, true",
        "11.1.2.3, 80, false",
        "2001:db8::1, 80, true",
        "2001:db9::1, 80, false",
        "127.0.0.1, 9512, true",
        "127.0.0.1, 9586, false",
        "a-name.example.net, 80, true"
    })
    void knowsTheOperatorsAddresses(String host, int port, boolean expected) {
        assertThat(ranges.contains(new HostPort(host, port))).isEqualTo(expected);
    }

    @Test
    void aNameIsNotSurelyTheOperators() {
        assertThat(ranges.isOperators(new HostPort("a-name.example.net", 80))).isFalse();
        assertThat(ranges.isOperators(new HostPort("10.1.2.3", 80))).isTrue();
        assertThat(ranges.isOperators(new HostPort("127.0.0.1", 9512))).isTrue();
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThatThrownBy(() -> new BackboneRanges(List.of("10.0.0.0"), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
