package io.pigw.overlay.csp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

    private static final Ring RING = new Ring(11);
    private static final NodeContact CSP_512 = contact(512);
    private static final NodeContact CSP_1024 = contact(1024);
    private static final NodeContact CSP_1536 = contact(1536);

    private final CspTable csps = new CspTable(RING, List.of(CSP_512, CSP_1024, CSP_1536));
    private final Admission admission = new Admission(new LocalNode(CSP_512, RING, "p2p.example.net"), csps);

    AdmissionTest() {
        csps.all().forEach(csp -> csps.up(csp.id()));
    }

    @ParameterizedTest
    @CsvSource({
        "586,  PEER, 586,  p2p.example.net, admitted",
        "513,  PEER, 513,  p2p.example.net, admitted",
        "1023, PEER, 1023, p2p.example.net, admitted",
        "1024, PEER, 1024, p2p.example.net, 1024",
        "1618, PEER, 1618, p2p.example.net, 1536",
        "511,  PEER, 511,  p2p.example.net, 1536",
        "0,    PEER, 0,    p2p.example.net, 1536",
        "586,  PEER, 587,  p2p.example.net, refused",
        "586,  PEER, 586,  p2p.example.org, refused",
        "2048, PEER, 2048, p2p.example.net, refused",
        "512,  PEER, 512,  p2p.example.net, refused",
        "260,  GATEWAY, 260, p2p.example.net, refused",
        "600,  SOS, 600, p2p.example.net, refused",
        "600,  ENROLLMENT, 600, p2p.example.net, refused",
        "1536, CSP, 1536, p2p.example.net, admitted",
    })
    void whoMayJoinWhere(long joiner, Role role, long certified, String overlay, String expected) {
        // When
        AdmissionDecision decision = admission.decide(
                new JoinRequest(new Transaction(1), contact(joiner)), certificate(certified, role, overlay));

        // Then
        assertThat(
                        switch (decision) {
                            case AdmissionDecision.Admitted admitted -> "admitted";
                            case AdmissionDecision.Refused refused -> "refused";
                            case AdmissionDecision.Redirect redirect ->
                                redirect.csp().id().toString();
                        })
                .isEqualTo(expected);
    }

    @Test
    void theArcOfADeadCspFallsToTheOneBeforeIt() {
        // Given
        csps.down(CSP_1024.id());

        // When
        AdmissionDecision decision = admission.decide(
                new JoinRequest(new Transaction(1), contact(1100)), certificate(1100, Role.PEER, "p2p.example.net"));

        // Then
        assertThat(decision).isInstanceOf(AdmissionDecision.Admitted.class);
    }

    @Test
    void aloneItServesTheWholeRing() {
        // Given
        csps.all().forEach(csp -> csps.down(csp.id()));

        // Then
        assertThat(admission.responsibleFor(NodeId.of(3))).isEqualTo(CSP_512);
    }

    static NodeContact contact(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("10.0.0.1", 9_000));
    }

    private static NodeCertificate certificate(long id, Role role, String overlay) {
        return new NodeCertificate(NodeId.of(id), overlay, role, List.of(), Bytes.EMPTY, Bytes.EMPTY, Instant.MAX);
    }
}
