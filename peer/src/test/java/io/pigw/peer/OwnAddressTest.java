package io.pigw.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.ContactConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnAddressTest {

    @Test
    void isTheOneFromWhichACspIsReached() {
        assertThat(OwnAddress.towards(List.of(csp("1", "no-such-host.invalid:9512"), csp("2", "127.0.0.1:9512")), 9586))
                .isEqualTo(new HostPort("127.0.0.1", 9586));
    }

    @Test
    void whereNoneIsFoundItSaysWhatToConfigure() {
        assertThatThrownBy(() -> OwnAddress.towards(List.of(csp("1", "no-such-host.invalid:9512")), 9586))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("advertised is needed")
                .hasMessageContaining("no-such-host.invalid:9512");
    }

    private static ContactConfig csp(String id, String address) {
        return new ContactConfig(id, address);
    }
}
