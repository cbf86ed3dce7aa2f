package io.pigw.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.bench.load.NumberedText;
import io.pigw.bench.server.PeerLoad;
import io.pigw.p2psip.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the two ends saw, and what is judged from it. */
class EvidenceTest {

    private static final String CALL_ID = "0000000000000007@127.0.0.1:5070";

    @Test
    void whatIsNeitherThereNorToldOfIsLost() {
        Evidence evidence = Evidence.of(
                EvidenceTest::target,
                List.of(1L, 2L, 7L),
                List.of(notice("unreachable peer: 586")),
                inbox("1"),
                List.of());

        Verdict verdict = Verdict.ofInboxes(evidence.toPeers());

        assertThat(verdict).isEqualTo(new Verdict(3, 1, 1, 1, 0, 0, 0, 0, 0));
        assertThat(verdict.isKept()).isFalse();
        assertThat(Verdict.lost(evidence.toPeers())).containsExactly(2L);
    }

    @Test
    void anInboxHasNothingTwiceAcknowledgedOrNot() {
        Verdict verdict = Verdict.ofInboxes(
                Evidence.of(EvidenceTest::target, List.of(1L), List.of(), inbox("1", "2", "2"), List.of())
                        .toPeers());

        assertThat(verdict).isEqualTo(new Verdict(1, 1, 0, 0, 1, 0, 0, 0, 0));
        assertThat(verdict.isKept()).isFalse();
    }

    @Test
    void whoIsToldThatItDidNotArriveIsToldTheTruth() {
        Verdict denied = Verdict.ofInboxes(Evidence.of(
                        EvidenceTest::target,
                        List.of(7L),
                        List.of(notice("unreachable peer: 586")),
                        inbox("7"),
                        List.of())
                .toPeers());
        Verdict unsure = Verdict.ofInboxes(Evidence.of(
                        EvidenceTest::target,
                        List.of(7L),
                        List.of(notice("unconfirmed delivery: 586")),
                        inbox("7"),
                        List.of())
                .toPeers());

        assertThat(denied.isKept()).isFalse();
        assertThat(unsure).isEqualTo(new Verdict(1, 1, 0, 0, 0, 0, 0, 0, 1));
        assertThat(unsure.isKept()).isTrue();
    }

    @Test
    void aResendToTheCoreHasTheSameName() {
        Arrival first = message(9, "a");
        List<String> ledger = List.of("9 call 200", "a call2 503", "b ca");

        Verdict same = Verdict.ofCore(
                Evidence.of(EvidenceTest::target, List.of(), List.of(first, message(9, "a")), List.of(), ledger)
                        .toIms());
        Verdict other = Verdict.ofCore(
                Evidence.of(EvidenceTest::target, List.of(), List.of(first, message(9, "b")), List.of(), ledger)
                        .toIms());

        assertThat(same).isEqualTo(new Verdict(1, 1, 0, 0, 0, 0, 1, 0, 0));
        assertThat(same.isKept()).isTrue();
        assertThat(other.twice()).isEqualTo(1);
        assertThat(other.isKept()).isFalse();
    }

    @Test
    void aPeerIsToldInItsInbox() {
        Evidence evidence = Evidence.of(
                EvidenceTest::target,
                List.of(),
                List.of(),
                List.of("1500 - UNREACHABLE call"),
                List.of("9 call 200", "a call2 200"));

        assertThat(Verdict.ofCore(evidence.toIms())).isEqualTo(new Verdict(2, 0, 1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void whatReachesSomebodyElseHasNotArrived() {
        Evidence evidence = Evidence.of(
                EvidenceTest::target,
                List.of(1L),
                List.of(arrival("user042", "a", "", NumberedText.of(9))),
                List.of("1501 1 - -"),
                List.of("9 call 200"));

        assertThat(Verdict.ofInboxes(evidence.toPeers())).isEqualTo(new Verdict(1, 0, 0, 1, 0, 1, 0, 0, 0));
        assertThat(Verdict.ofCore(evidence.toIms())).isEqualTo(new Verdict(1, 0, 0, 1, 0, 1, 0, 0, 0));
    }

    private static NodeId target(@SuppressWarnings("unused") long number) {
        return NodeId.of(1500);
    }

    private static List<String> inbox(String... numbers) {
        return List.of(numbers).stream()
                .map(number -> "1500 " + number + " - -")
                .toList();
    }

    private static Arrival notice(String text) {
        return arrival("user042", "notice", "In-Reply-To: " + CALL_ID + "\r\n", text);
    }

    private static Arrival message(long number, String branch) {
        return arrival(PeerLoad.user(number), branch, "", NumberedText.of(number));
    }

    private static Arrival arrival(String user, String branch, String field, String body) {
        return Arrival.parse(
                "MESSAGE sip:" + user + "@ims.example.net SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5;rport;branch=z9hG4bK"
                        + branch + "\r\nFrom: <sip:586@p2p.example.net>;tag=1\r\nCall-ID: c@p2p.example.net\r\n"
                        + "CSeq: 1 MESSAGE\r\n" + field + "\r\n" + body,
                0);
    }
}
