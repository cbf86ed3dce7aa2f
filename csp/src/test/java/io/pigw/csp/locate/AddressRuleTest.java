package io.pigw.csp.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.csp.admit.AdmittedPeer;
import io.pigw.csp.admit.AdmittedPeers;
import io.pigw.csp.admit.BackboneRanges;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressRuleTest {

    private static final NodeContact VERIFIED = at("192.0.2.1", 9586);
    private final BackboneRanges backbone = new BackboneRanges(List.of("10.0.0.0/8"), Set.of());

    @Test
    void dialsWhatWasVerified() {
        assertThat(rule(VERIFIED).judge(VERIFIED)).isEqualTo(new Location.At(VERIFIED, true));
    }

    @Test
    void dialsAnotherPortOfTheHostThatWasObserved() {
        AddressRule rule = rule(VERIFIED);
        rule.observed(VERIFIED.id(), "192.0.2.9");

        assertThat(rule.judge(at("192.0.2.9", 7000))).isEqualTo(new Location.At(at("192.0.2.9", 7000), true));
    }

    @Test
    void doesNotDialWhatAPeerMerelySays() {
        AddressRule rule = rule(VERIFIED);
        rule.observed(VERIFIED.id(), "192.0.2.9");

        assertThat(rule.judge(at("198.51.100.7", 80))).isEqualTo(new Location.At(VERIFIED, true));
    }

    @Test
    void neverDialsTheBackbone() {
        AddressRule rule = new AddressRule(new AdmittedPeers(List.of()), backbone);
        rule.observed(VERIFIED.id(), "10.0.0.5");

        assertThat(rule.judge(at("10.0.0.5", 5060))).isEqualTo(new Location.OverFlow(VERIFIED.id(), true));
    }

    private AddressRule rule(NodeContact verified) {
        return new AddressRule(
                new AdmittedPeers(List.of(
                        new AdmittedPeer(verified, List.of(), Bytes.copyOf(new byte[32]), List.of(), Instant.EPOCH))),
                backbone);
    }

    private static NodeContact at(String host, int port) {
        return new NodeContact(NodeId.of(586), new HostPort(host, port));
    }
}
