package io.pigw.overlay.opinion;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalReportsTest {

    private final FakeNode node = new FakeNode(Role.PEER, 586);
    private final ArrivalReports reports =
            new ArrivalReports(new OpinionServers(List.of(contact(1)), node.ports()), node.ports());

    @Test
    void whatArrivesWithinAWhileIsReportedTogether() {
        // Given
        PingRequest first = ping("a", 512, 580, 586);
        PingRequest second = ping("b", 512, 570, 586);

        // When
        reports.arrived(List.of(first));
        reports.arrived(List.of(second));
        assertThat(node.sent).isEmpty();
        node.advance(ArrivalReports.DELAY);

        // Then
        assertThat(reported(node.take())).containsExactly(first, second);
    }

    @Test
    void aLinkIsReportedOnceAMinute() {
        // Given
        PingRequest first = ping("a", 512, 580, 586);
        PingRequest anotherWay = ping("c", 512, 570, 586);
        PingRequest later = ping("d", 512, 580, 586);
        reports.arrived(List.of(first));

        // When
        node.advance(RecentLinks.WINDOW.minusMillis(1));
        reports.arrived(List.of(ping("b", 512, 580, 586)));
        reports.arrived(List.of(anotherWay));
        node.advance(Duration.ofMillis(1));
        reports.arrived(List.of(later));
        node.advance(ArrivalReports.DELAY);

        // Then
        assertThat(node.sent.stream().flatMap(sent -> reported(sent).stream()))
                .containsExactly(first, anotherWay, later);
    }

    @Test
    void oneReportIsUnderWayAndAFewPingsWait() {
        // When
        for (int i = 0; i < 200; i++) {
            reports.arrived(List.of(ping("p" + i, 512, 600 + i, 586)));
        }
        assertThat(node.sent).hasSize(1);
        List<Integer> sizes = new ArrayList<>();
        while (!node.sent.isEmpty()) {
            FakeNode.Sent next = node.take();
            sizes.add(reported(next).size());
            next.timeOut();
        }

        // Then
        assertThat(sizes).containsExactly(TrustMessage.MAX_PINGS, TrustMessage.MAX_PINGS, TrustMessage.MAX_PINGS);
        assertThat(TrustMessage.MAX_PINGS + ArrivalReports.MAX_WAITING).isEqualTo(3 * TrustMessage.MAX_PINGS);
    }

    private static List<PingRequest> reported(FakeNode.Sent sent) {
        return ((EvidenceReport) sent.request()).arrived();
    }

    private static PingRequest ping(String callId, long... route) {
        List<RouteEntry> entries = new ArrayList<>();
        for (int i = 0; i + 1 < route.length; i++) {
            entries.add(new RouteEntry(
                    NodeId.of(route[i]), NodeId.of(route[i + 1]), Bytes.copyOf(new byte[32]), Bytes.utf8("s")));
        }
        return new PingRequest(
                new CallId(callId), new Transaction(1), contact(512), NodeId.of(586), 70, null, entries, List.of());
    }
}
