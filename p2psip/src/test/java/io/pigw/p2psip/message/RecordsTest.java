package io.pigw.p2psip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.Samples;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final Transaction FRESH = new Transaction(7);

    @Test
    void aForwardedMessageIsOneHopOnAndOtherwiseTheSame() {
        MessageRequest message = Samples.message();

        MessageRequest forwarded = message.forwardedBy(Samples.pingResponse().csp(), FRESH);

        assertThat(forwarded.maxForwards()).isEqualTo(message.maxForwards() - 1);
        assertThat(forwarded.transaction()).isEqualTo(FRESH);
        assertThat(forwarded.via())
                .hasSize(message.via().size() + 1)
                .startsWith(message.via().getFirst());
        assertThat(forwarded.identity()).isEqualTo(message.identity());
        assertThat(forwarded.body()).isEqualTo(message.body());
    }

    @Test
    void maxForwardsDoesNotGoBelowZero() {
        MessageRequest last = Samples.message();
        while (last.maxForwards() > 0) {
            last = last.forwardedBy(Samples.pingResponse().csp(), FRESH);
        }
        MessageRequest spent = last;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> spent.forwardedBy(Samples.pingResponse().csp(), FRESH));
    }

    @Test
    void aPingOneHopOnHoldsEachCertificateOnce() {
        PingRequest ping = Samples.ping();
        RouteEntry entry = ping.route().getLast();

        PingRequest once = ping.extendedBy(entry, Bytes.utf8("certificate of 586"), FRESH);
        PingRequest twice = once.extendedBy(entry, Bytes.utf8("certificate of 586"), FRESH);

        assertThat(twice.certificates()).hasSize(ping.certificates().size() + 1);
        assertThat(twice.route()).hasSize(ping.route().size() + 2);
        assertThat(ping.nodes()).containsExactly(NodeId.of(512), NodeId.of(571), NodeId.of(586));
    }

    @Test
    void timesAreAsFineAsTheyAreWritten() {
        PingTerms terms = Samples.pingResponse().terms();
        Instant fine = Instant.parse("2026-01-01T00:00:00.123456789Z");

        assertThat(new PingTerms(terms.group(), terms.nonce(), fine, 1, 0).expires())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.123Z"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PingTerms(terms.group(), terms.nonce(), Instant.MAX, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PingTerms(terms.group(), terms.nonce(), Instant.EPOCH.minusMillis(1), 1, 0));
    }

    @Test
    void questionsAndReportsAreBounded() {
        List<NodeId> route = Collections.nCopies(24, NodeId.of(1));

        assertThat(new TrustMessage.OpinionRequest(FRESH, Collections.nCopies(32, route)).routes())
                .hasSize(32);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustMessage.OpinionRequest(FRESH, Collections.nCopies(33, route.subList(0, 2))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustMessage.OpinionRequest(
                        FRESH, Collections.nCopies(32, Collections.nCopies(25, NodeId.of(1)))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustMessage.EvidenceReport(FRESH, Collections.nCopies(33, Samples.ping())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustMessage.OpinionResponse(FRESH, 0, List.of(Double.NaN)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameMessage.FetchAnswer(FRESH, Collections.nCopies(33, NodeId.of(1))));
    }

    @Test
    void signaturesAndHashesHaveTheirSizes() {
        Bytes signature = Bytes.copyOf(new byte[72]);
        NodeId node = NodeId.of(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteEntry(node, node, Bytes.copyOf(new byte[31]), signature));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteEntry(node, node, Bytes.copyOf(new byte[32]), Bytes.EMPTY));
        assertThatIllegalArgumentException().isThrownBy(() -> new Identity(signature, Bytes.EMPTY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Identity(signature, Bytes.copyOf(new byte[Identity.MAX_CERTIFICATE_SIZE + 1])));
    }

    @Test
    void answersAreToldFromRequests() {
        assertThat(Response.to(Samples.message(), Status.OK).isAnswer()).isTrue();
        assertThat(Samples.message().isAnswer()).isFalse();
        assertThat(Samples.pingResponse().isAnswer()).isFalse();
    }
}
