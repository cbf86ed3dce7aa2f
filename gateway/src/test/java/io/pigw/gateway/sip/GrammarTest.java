package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URIs, addresses and Via values by RFC 3261 §25.1. */
final class GrammarTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:a",
                "sip:a@b",
                "SIP:a@b",
                "sips:a:p@b:5061",
                "sip:a@[::1]:5060;transport=tcp;lr",
                "sip:a@b?Subject=x&Priority=y",
                "sip:+1-212-555-1212:1234@gateway.com;user=phone",
                "sip:alice;day=tuesday@atlanta.com",
                "sip:%00@b",
                "tel:+358-555-1234567",
                "sip:%61lice@atlanta.com;transport=TCP",
                "sip:a@192.0.2.1",
                "mailto:a@b",
                "urn:service:sos",
                "sip:a/?b@c"
            })
    void knowsUris(String uri) {
        assertThat(SipUri.isSound(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip",
                "sip:",
                ":a",
                "sip:@b",
                "sip:a@",
                "sip:a@b@c",
                "sip:a@b:",
                "sip:a@b:0",
                "sip:a@b:65536",
                "sip:a@b:x",
                "sip:a b@c",
                "sip:a%@b",
                "sip:a%4@b",
                "sip:a%4g@b",
                "sip:a@b;",
                "sip:a@b;;lr",
                "sip:a@b;=x",
                "sip:a@b;x=",
                "sip:a@[::1",
                "sip:a@::1",
                "sip:a@[::1]x",
                "sip:a@[g::1]",
                "sip:a@[::1.2.3]",
                "sip:a@[]",
                "sip:a@b?",
                "sip:ä@b",
                "1sip:a@b",
                "s p:a",
                "sip:a@b<",
                "sip:a@b,c"
            })
    void refusesUris(String uri) {
        assertThat(SipUri.isSound(uri)).isFalse();
    }

    @Test
    void findsTheHeadersOfAUriAfterItsUser() {
        assertThat(SipUri.hasHeaders("sip:a@b?x=y")).isTrue();
        assertThat(SipUri.hasHeaders("sip:b?x=y")).isTrue();
        assertThat(SipUri.hasHeaders("sip:a?x@b")).isFalse();
        assertThat(SipUri.hasHeaders("http://a/?x=y")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:a@b>;tag=t",
                "sip:a@b;tag=t",
                "A B <sip:a@b>;tag=t",
                "A<sip:a@b> ; tag = t",
                "\"A, \\\"B\\\"\" <sip:a@b>;x;tag=t;y=\"z;\"",
                "\"\"<sip:a@b>;tag=t"
            })
    void readsAddresses(String value) {
        assertThat(NameAddr.read(value)).hasValueSatisfying(read -> {
            assertThat(read.uri()).isEqualTo("sip:a@b");
            assertThat(read.tag()).contains("t");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a@b",
                "<sip:a@b",
                "sip:a@b>",
                "<sip:a@b>>",
                "< sip:a@b>",
                "<sip:a@b >",
                "\"A <sip:a@b>",
                "A, B <sip:a@b>",
                "A \"B\" <sip:a@b>",
                "\"A\" B <sip:a@b>",
                "<sip:a@b>;",
                "<sip:a@b>;;x",
                "<sip:a@b>;tag=",
                "<sip:a@b>;tag=a;tag=b",
                "<sip:a@b>;tag=\"a\"",
                "<sip:a@b> x",
                "sip:a@b?x=y",
                "sip:a,b@c",
                "sip:a@b, sip:c@d",
                "<sip:a@b>,<sip:c@d>",
                "<>",
                "\"A\"",
                "<sip:a@b>;x=\"y"
            })
    void refusesAddresses(String value) {
        assertThat(NameAddr.read(value)).isEmpty();
    }

    @Test
    void readsAVia() {
        TopVia via = TopVia.read(
                        " SIP / 2.0 / UDP first.example.com : 4000 ;ttl=16 ;maddr=192.0.2.1 ; branch=z9hG4bKa7.1 , SIP/2.0/TCP b")
                .orElseThrow();

        assertThat(via)
                .isEqualTo(new TopVia(
                        "UDP", "first.example.com", Optional.of(4_000), Optional.of("z9hG4bKa7.1"), false, true));
        assertThat(TopVia.readAll("SIP/2.0/UDP a;branch=x,SIP/2.0/TCP [::1]:5062;rport;received=::1"))
                .hasValueSatisfying(
                        all -> assertThat(all).extracting(TopVia::sentBy).containsExactly("a", "[::1]:5062"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SIP/2.0/UDP",
                "SIP/2.0/UDP ",
                "SIP/2.0 a",
                "SIP/2.0/UDPa",
                "HTTP/1.1/TCP a",
                "SIP/2.0/UDP a:0",
                "SIP/2.0/UDP a:65536",
                "SIP/2.0/UDP a;",
                "SIP/2.0/UDP a;;branch=x",
                "SIP/2.0/UDP a,",
                "SIP/2.0/UDP a,,SIP/2.0/UDP b",
                "SIP/2.0/UDP a b",
                "SIP/2.0/UDP ::1",
                "SIP/2.0/UDP a;branch=x;branch=y",
                "SIP/2.0/UDP a;branch=",
                "SIP/2.0/UDP [::1",
                "SIP/2.0/UDP ;branch=x",
                "SIP/2.0/UDP a;x=\"y"
            })
    void refusesVias(String line) {
        assertThat(TopVia.readAll(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\\\0", "\"\\\u0007\"", "\t", "ä", "\\\\"})
    void takesControlCharactersWhereTheyAreQuoted(String text) {
        assertThat(SipText.isHeaderText(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u007f", "\\\r", "\\\n", "\\\\\0", "a\rb"})
    void refusesControlCharactersElsewhere(String text) {
        assertThat(SipText.isHeaderText(text)).isFalse();
    }
}
