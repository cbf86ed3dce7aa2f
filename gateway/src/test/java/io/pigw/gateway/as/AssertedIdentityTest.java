package io.pigw.gateway.as;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3325 §9.1. */
final class AssertedIdentityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<sip:alice@ims.example.net>                              | sip:alice@ims.example.net",
                "sip:alice@ims.example.net                                | sip:alice@ims.example.net",
                "\"Alice <sip:eve@x.invalid>, A.\" <sips:a@ims.example.net> | sips:a@ims.example.net",
                "\"A\" <sip:a@ims.example.net>;note=\"<sip:eve@x.invalid>\"  | sip:a@ims.example.net",
                "Alice <tel:+4711>                                        | tel:+4711",
            })
    void readsOneWithOrWithoutADisplayName(String value, String uri) {
        assertThat(AssertedIdentity.of(List.of(value)).uri()).contains(uri);
        assertThat(AssertedIdentity.of(List.of(value)).sound()).isTrue();
    }

    @Test
    void ofTwoTheSipUriCounts() {
        AssertedIdentity identity = AssertedIdentity.of(List.of("<tel:+4711>", "<sip:+4711@ims.example.net>"));

        assertThat(identity.uri()).contains("sip:+4711@ims.example.net");
        assertThat(identity.sound()).isTrue();
    }

    @Test
    void absentIsSound() {
        assertThat(AssertedIdentity.of(List.of())).isEqualTo(AssertedIdentity.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:a@x.net>|<sip:b@x.net>",
                "<tel:+1>|<tel:+2>",
                "<sip:a@x.net>|<tel:+2>|<tel:+3>",
                "<http://x.net>",
                "<sip:a@x.net>|nonsense",
                "sip:a b@x.net"
            })
    void whatTheRfcDoesNotAllowIsUnsound(String values) {
        AssertedIdentity identity = AssertedIdentity.of(List.of(values.split("\\|")));

        assertThat(identity.sound()).isFalse();
        assertThat(identity.uri()).isEmpty();
    }
}
