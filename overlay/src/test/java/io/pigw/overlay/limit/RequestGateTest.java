package io.pigw.overlay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.limit.RequestGate.Sort;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.record.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each sender has buckets of its own for each sort of request; the operator's nodes have more, or none. */
class RequestGateTest {

    private static final HostPort ADDRESS = new HostPort("127.0.0.1", 5061);

    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private final List<Sort> limited = new ArrayList<>();
    private final List<P2psipMessage> answers = new ArrayList<>();
    private final RequestGate gate = new RequestGate(() -> now, limited::add);

    @Test
    void whoAsksTooMuchIsTurnedAwayAndNobodyElseIs() {
        // When
        int admitted = admitted(Role.PEER, 586, query(), 5_000);

        // Then
        assertThat(admitted).isEqualTo(1_000);
        assertThat(limited).hasSize(4_000).containsOnly(Sort.RING);
        assertThat(answers)
                .hasSize(4_000)
                .allMatch(answer ->
                        answer instanceof Response response && response.status().code() == 503);
        assertThat(admitted(Role.PEER, 587, query(), 1_000))
                .as("another peer, at the same address")
                .isEqualTo(1_000);
        assertThat(admitted(Role.PEER, 586, fetch(), 100)).as("another sort").isEqualTo(100);
        assertThat(admitted(Role.PEER, 586, locate(), 5_000))
                .as("what has a limit of its own elsewhere")
                .isEqualTo(5_000);

        // When
        now = now.plusSeconds(2);

        // Then
        assertThat(admitted(Role.PEER, 586, query(), 5_000)).isEqualTo(200);
    }

    @Test
    void theOperatorsNodesCarryWhatManyAsk() {
        assertThat(admitted(Role.CSP, 512, query(), 20_000)).isEqualTo(8_000);
        assertThat(admitted(Role.CLIENT, 400, query(), 20_000)).isEqualTo(1_000);
        assertThat(admitted(Role.GATEWAY, 260, fetch(), 20_000)).isEqualTo(20_000);
    }

    @Test
    void questionsToAnOpinionServerAreCountedTogether() {
        assertThat(admitted(Role.PEER, 586, question(), 300)).isEqualTo(300);
        assertThat(admitted(Role.PEER, 586, routes(), 300)).isEqualTo(100);
        assertThat(admitted(Role.CSP, 512, routes(), 30_000)).isEqualTo(20_000);
        assertThat(limited).containsOnly(Sort.QUESTION);
        assertThat(admitted(Role.PEER, 586, query(), 1_000)).as("another sort").isEqualTo(1_000);

        now = now.plusSeconds(1);

        assertThat(admitted(Role.PEER, 586, question(), 5_000)).isEqualTo(200);
        assertThat(admitted(Role.CSP, 512, question(), 30_000)).isEqualTo(10_000);
    }

    /** From 94 at once at 20 a second, which was the most of any link as 512 nodes joined within 5 s and 30 % of them crashed. */
    @Test
    void aRingThatComesUpOrHealsIsFarBelow() {
        int admitted = 0;
        for (int tenth = 0; tenth < 600; tenth++) {
            admitted += admitted(Role.PEER, 586, query(), tenth == 0 ? 188 : 4);
            now = now.plusMillis(100);
        }

        assertThat(admitted).isEqualTo(188 + 599 * 4);
        assertThat(limited).isEmpty();
    }

    private int admitted(Role role, long from, P2psipMessage message, int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += gate.admits(new Inbound(certificate(role, from), ADDRESS, message, answers::add)) ? 1 : 0;
        }
        return admitted;
    }

    private static NodeCertificate certificate(Role role, long id) {
        return new NodeCertificate(
                NodeId.of(id),
                "p2p.example.net",
                role,
                List.of(),
                Bytes.utf8("certificate of " + id),
                Bytes.utf8("hash of " + id),
                Instant.MAX);
    }

    private static P2psipMessage query() {
        return new ChordMessage.UpdateRequest(
                new Transaction(1), new NodeContact(NodeId.of(586), ADDRESS), List.of(), List.of());
    }

    private static P2psipMessage locate() {
        return new LocateRequest(new Transaction(1), NodeId.of(1));
    }

    private static P2psipMessage question() {
        return new TrustMessage.NodeOpinionRequest(new Transaction(1), List.of(NodeId.of(1)));
    }

    private static P2psipMessage routes() {
        return new TrustMessage.OpinionRequest(new Transaction(1), List.of(List.of(NodeId.of(512), NodeId.of(586))));
    }

    private static P2psipMessage fetch() {
        return new RecordMessage.Fetch(new Transaction(1), new ResourceId(Bytes.utf8("0".repeat(ResourceId.SIZE))), 1);
    }
}
