package io.pigw.gateway.as;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.HostPort;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose Via it is. */
final class OwnAddressesTest {

    private final OwnAddresses own = new OwnAddresses(List.of(
            new HostPort("pigw.example.net", 5060), new HostPort("pigw.example.net", 5061), new HostPort("::1", 5070)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIP/2.0/UDP pigw.example.net:5060;branch=z9hG4bKx     | true",
                "SIP/2.0/UDP PIGW.example.net ; branch=z9hG4bKx        | true",
                "SIP / 2.0 / UDP pigw.example.net : 5060;branch=z      | true",
                "SIP/2.0/TLS pigw.example.net;branch=z9hG4bKx          | true",
                "SIP/2.0/TCP [::1]:5070                                | true",
                "SIP/2.0/UDP pigw.example.net:5070;branch=z9hG4bKx     | false",
                "SIP/2.0/UDP other.example.net;received=pigw.example.net | false",
                "SIP/2.0/UDP core.example.net;x=\"SIP/2.0/UDP pigw.example.net\" | false",
                "nonsense                                              | false"
            })
    void isOursByHostAndPort(String via, boolean ours) {
        assertThat(own.isOf(via)).isEqualTo(ours);
    }
}
