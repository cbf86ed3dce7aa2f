package io.pigw.gateway.as;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed. */
final class TrustDomainTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.0/25, 192.0.2.127, true",
        "192.0.2.0/25, 192.0.2.128, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false"
    })
    void believesItsNetworksAlone(String network, String address, boolean believed) {
        assertThat(TrustDomain.of(List.of(network)).contains(address)).isEqualTo(believed);
    }

    @Test
    void believesNobodyUnlessTold() {
        assertThat(TrustDomain.NOBODY.contains("127.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"core.example.net", "192.0.2.0/33", "192.0.2.0/x", "", "1.2.3.4.5"})
    void refusesWhatIsNoNetwork(String entry) {
        assertThatThrownBy(() -> TrustDomain.of(List.of(entry))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void believesItsNamesInCertificates() {
        TrustDomain domain = TrustDomain.of(List.of("192.0.2.1"), List.of("SCSCF1.ims.example.net"));

        assertThat(domain.contains("203.0.113.9", List.of("other", "scscf1.IMS.example.net")))
                .isTrue();
        assertThat(domain.contains("192.0.2.1", List.of())).isTrue();
        assertThat(domain.contains("203.0.113.9", List.of("a.scscf1.ims.example.net", "ims.example.net", "*")))
                .isFalse();
        assertThat(domain.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.example.net", "", "sip:core.example.net", "core.example.net:5061"})
    void refusesWhatIsNoHostName(String name) {
        assertThatThrownBy(() -> TrustDomain.of(List.of(), List.of(name))).isInstanceOf(IllegalArgumentException.class);
    }
}
