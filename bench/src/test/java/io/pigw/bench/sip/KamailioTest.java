package io.pigw.bench.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pigw.bench.MissingToolException;
import io.pigw.bench.load.Transport;
import io.pigw.p2psip.HostPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KamailioTest {

    private static final HostPort LISTEN = new HostPort("127.0.0.1", 5060);

    @Test
    void whereItIsMissingTheRemedyIsTold(@TempDir Path empty) {
        assertThatExceptionOfType(MissingToolException.class)
                .isThrownBy(() -> Kamailio.find(List.of(empty.toString())))
                .withMessage("Kamailio is not installed: apt-get install kamailio");
    }

    @Test
    void itRelaysOverTheTransportThatIsMeasured() {
        String configuration =
                Kamailio.configuration(Transport.TCP, LISTEN, Optional.of(new HostPort("127.0.0.1", 5070)), 2);

        assertThat(configuration)
                .contains("listen=tcp:127.0.0.1:5060", "$du = \"sip:127.0.0.1:5070;transport=tcp\"", "t_relay()")
                .doesNotContain("sl_send_reply", "disable_tcp");
    }

    @Test
    void withoutASinkItAnswersItself() {
        assertThat(Kamailio.configuration(Transport.UDP, LISTEN, Optional.empty(), 2))
                .contains("listen=udp:127.0.0.1:5060", "sl_send_reply(\"200\", \"OK\")", "children=2")
                .doesNotContain("t_relay()");
    }
}
