package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Who gets a place. */
final class AdmissionTest {

    private final InetAddress core = address("192.0.2.1");
    private final Admission admission =
            new Admission(3, ConnectionRules.DEFAULT.withPlaces(2, 1, 1).trusting(core::equals));

    @Test
    void countsAnIpv4AddressForItselfAndAnIpv6NetworkAsOne() {
        assertThat(admission.enter(address("2001:db8::1"))).isEmpty();
        assertThat(admission.enter(address("2001:db8::ffff:2"))).isEmpty();

        assertThat(admission.enter(address("2001:db8::3"))).contains("address_full");
        assertThat(admission.enter(address("2001:db8:0:1::1"))).isEmpty();
    }

    @Test
    void keepsTheCoresPlacesApart() {
        assertThat(admission.enter(address("198.51.100.1"))).isEmpty();
        assertThat(admission.enter(address("198.51.100.2"))).isEmpty();
        assertThat(admission.enter(address("198.51.100.3"))).isEmpty();

        assertThat(admission.enter(address("198.51.100.4"))).contains("full");
        assertThat(admission.enter(core)).isEmpty();
        assertThat(admission.enter(core)).contains("trusted_full");
        assertThat(admission.size()).isEqualTo(4);
    }

    @Test
    void givesPlacesBack() {
        InetAddress stranger = address("198.51.100.1");
        for (int i = 0; i < 5; i++) {
            assertThat(admission.enter(stranger)).isEmpty();
            assertThat(admission.enter(core)).isEmpty();
            admission.leave(stranger);
            admission.leave(core);
        }
        assertThat(admission.size()).isZero();
    }

    private static InetAddress address(String literal) {
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }
}
