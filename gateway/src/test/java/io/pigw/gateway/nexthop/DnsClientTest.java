package io.pigw.gateway.nexthop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** The search for a name; what a server says is tested with dnsmasq. */
final class DnsClientTest {

    private static final List<Name> SEARCHED =
            List.of(Name.fromConstantString("lan."), Name.fromConstantString("example.net."));
    private static final DnsAnswer<String> ABSENT = new DnsAnswer.Absent<>(Duration.ofSeconds(5));
    private static final DnsAnswer<String> FAILED = new DnsAnswer.Failed<>("SERVFAIL");
    private static final DnsAnswer<String> FOUND = new DnsAnswer.Found<>(List.of("192.0.2.1"), Duration.ofSeconds(5));

    @Test
    void searchesForANameWithoutADotInTheDomainsFirst() throws Exception {
        assertThat(DnsClient.candidates("core", SEARCHED))
                .extracting(Name::toString)
                .containsExactly("core.lan.", "core.example.net.", "core.");
    }

    @Test
    void takesOtherNamesAsTheyAre() throws Exception {
        for (String host : List.of("core.example.org", "core.")) {
            assertThat(DnsClient.candidates(host, SEARCHED))
                    .extracting(Name::toString)
                    .containsExactly(host.endsWith(".") ? host : host + ".");
        }
    }

    @Test
    void goesOnAfterADomainThatCannotBeAskedAndTellsThatWhereNothingIsFound() throws Exception {
        assertThat(search(Map.of("core.lan.", FAILED, "core.example.net.", FOUND, "core.", ABSENT)))
                .isEqualTo(FOUND);
        assertThat(search(Map.of("core.lan.", FAILED, "core.example.net.", ABSENT, "core.", ABSENT)))
                .isEqualTo(FAILED);
        assertThat(search(Map.of("core.lan.", ABSENT, "core.example.net.", ABSENT, "core.", ABSENT)))
                .isEqualTo(ABSENT);
    }

    private static DnsAnswer<String> search(Map<String, DnsAnswer<String>> zone) throws Exception {
        return DnsClient.first(DnsClient.candidates("core", SEARCHED), name -> zone.get(name.toString()));
    }
}
