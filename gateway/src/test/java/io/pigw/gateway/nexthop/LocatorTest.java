package io.pigw.gateway.nexthop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** RFC 3263 §4.1 and §4.2. */
final class LocatorTest {

    private final FakeDns dns = new FakeDns();

    @Test
    void anAddressIsTakenAsItIs() {
        assertThat(hops("192.0.2.1")).containsExactly("UDP:192.0.2.1:5060");
        assertThat(hops("sip:192.0.2.1;transport=tcp")).containsExactly("TCP:192.0.2.1:5060");
        assertThat(hops("sips:192.0.2.1")).containsExactly("TLS:192.0.2.1:5061");
        assertThat(hops("sip:[2001:db8::1]:5070")).containsExactly("UDP:[2001:db8::1]:5070");
        assertThat(dns.asked).isEmpty();
    }

    @Test
    void aPortLeadsToAddressesAlone() throws Exception {
        dns.address("core.example.net", "192.0.2.1", "192.0.2.2");

        assertThat(hops("core.example.net:5070;transport=tcp"))
                .containsExactlyInAnyOrder("TCP:192.0.2.1:5070", "TCP:192.0.2.2:5070");
        assertThat(dns.asked).containsExactly("A core.example.net");
    }

    @Test
    void naptrGivesTheTransportsInItsOrder() throws Exception {
        dns.naptr("ims.example.net", 20, 1, "SIP+D2U", "_sip._udp.ims.example.net")
                .naptr("ims.example.net", 10, 2, "SIP+D2T", "_sip._tcp.ims.example.net")
                .naptr("ims.example.net", 10, 1, "SIPS+D2T", "_sips._tcp.ims.example.net")
                .naptr("ims.example.net", 1, 1, "SIP+D2S", "_sip._sctp.ims.example.net")
                .srv("_sip._udp.ims.example.net", 1, 1, 5060, "a.example.net")
                .srv("_sip._tcp.ims.example.net", 1, 1, 5062, "a.example.net")
                .srv("_sips._tcp.ims.example.net", 1, 1, 5061, "a.example.net")
                .address("a.example.net", "192.0.2.1");

        assertThat(hops("ims.example.net"))
                .containsExactly("TLS:192.0.2.1:5061", "TCP:192.0.2.1:5062", "UDP:192.0.2.1:5060");
        assertThat(hops("sips:ims.example.net")).containsExactly("TLS:192.0.2.1:5061");
        Location withoutTls =
                new Locator(dns, List.of(Transport.UDP, Transport.TCP)).locate(CoreUri.parse("sips:ims.example.net"));
        assertThat(withoutTls).isInstanceOf(Location.NotFound.class);
        assertThat(((Location.Found) locate("ims.example.net")).hops(new SplittableRandom(1)))
                .extracting(Hop::serverName)
                .containsOnly("ims.example.net");
    }

    @Test
    void withoutNaptrSrvIsAskedAndWithoutSrvTheAddresses() throws Exception {
        dns.srv("_sip._tcp.only-tcp.example.net", 1, 1, 5062, "a.example.net")
                .address("a.example.net", "192.0.2.1")
                .address("plain.example.net", "192.0.2.2");

        assertThat(hops("only-tcp.example.net")).containsExactly("TCP:192.0.2.1:5062");
        assertThat(hops("plain.example.net")).containsExactly("UDP:192.0.2.2:5060");
        assertThat(hops("sips:plain.example.net")).containsExactly("TLS:192.0.2.2:5061");
        assertThat(hops("plain.example.net;transport=tcp")).containsExactly("TCP:192.0.2.2:5060");
    }

    @Test
    void aServiceThatIsDecidedlyNotThereIsNotLookedForElsewhere() throws Exception {
        dns.srv("_sip._udp.no.example.net", 0, 0, 0, ".")
                .srv("_sip._tcp.no.example.net", 0, 0, 0, ".")
                .address("no.example.net", "192.0.2.1");

        assertThat(locate("no.example.net")).isInstanceOf(Location.NotFound.class);
    }

    @Test
    void whatIsAbsentAndWhatCouldNotBeAskedAreToldApart() {
        assertThat(locate("nonsense.example.net")).isInstanceOf(Location.NotFound.class);
        dns.down = true;
        assertThat(locate("nonsense.example.net")).isInstanceOf(Location.Failed.class);
    }

    @Test
    void whatIsFoundIsTakenWhenTheRestOfDnsKeepsSilent() throws Exception {
        // given
        dns.srv("_sip._tcp.slow.example.net", 1, 1, 5060, "a.example.net")
                .srv("_sip._tcp.slow.example.net", 9, 1, 5060, "z.example.net")
                .address("a.example.net", "192.0.2.1")
                .address("z.example.net", "192.0.2.2");
        for (String host : List.of("b", "c", "d")) {
            dns.srv("_sip._tcp.slow.example.net", 2, 1, 5060, host + ".example.net")
                    .silent("A " + host + ".example.net");
        }

        // when
        List<String> hops = hops("slow.example.net;transport=tcp");

        // then: each silence costs its time limit, so that it is not borne more than so often
        assertThat(hops).containsExactly("TCP:192.0.2.1:5060");
        assertThat(dns.asked).doesNotContain("A z.example.net");
    }

    private Location locate(String core) {
        return new Locator(dns, List.of(Transport.values())).locate(CoreUri.parse(core));
    }

    private List<String> hops(String core) {
        return ((Location.Found) locate(core))
                .hops(new SplittableRandom(1)).stream().map(Hop::toString).toList();
    }
}
