package io.pigw.peer.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.peer.text.FakePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SosClientTest {

    private static final NodeContact SOS = new NodeContact(NodeId.of(2), new HostPort("127.0.0.1", 9002));
    private static final List<List<NodeId>> ROUTES = List.of(nodes(512, 586), nodes(512, 580, 586));

    private final FakePorts fake = new FakePorts(FakePorts.certificate(586, Role.PEER));
    private final SosClient client = new SosClient(SOS, fake.ports(), Duration.ofMillis(100));
    private final List<Optional<Integer>> chosen = new ArrayList<>();

    @Test
    void asksWhichRouteToTrust() {
        client.choose(ROUTES, chosen::add);
        TrustMessage.OpinionRequest request =
                (TrustMessage.OpinionRequest) fake.sent.getFirst().request();
        answer(0, new TrustMessage.OpinionResponse(request.transaction(), 1, List.of(0.5, 0.6)));

        assertThat(fake.sent.getFirst().to()).isEqualTo(SOS);
        assertThat(request.routes()).isEqualTo(ROUTES);
        assertThat(chosen).containsExactly(Optional.of(1));
    }

    @Test
    void doesWithoutAnAnswer() {
        client.choose(ROUTES, chosen::add);
        client.choose(ROUTES, chosen::add);
        fake.sent.get(0).then().accept(new Outcome.TimedOut());
        fake.sent.get(1).then().accept(new Outcome.Unreachable("refused"));

        assertThat(chosen).containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void reportsALinkOnceAMinute() {
        client.arrived(List.of(ping("a", 512, 580, 586)));
        end(0);
        client.arrived(List.of(ping("b", 512, 580, 586)));
        assertThat(fake.sent).hasSize(1);

        client.arrived(List.of(ping("c", 512, 570, 586)));
        end(1);
        fake.now = fake.now.plus(ReportedLinks.WINDOW);
        client.arrived(List.of(ping("d", 512, 580, 586)));

        assertThat(fake.sent).hasSize(3);
    }

    @Test
    void keepsOneReportUnderWayAndAFewWaiting() {
        for (int i = 0; i < 200; i++) {
            client.arrived(List.of(ping("p" + i, 512, 600 + i, 586)));
        }
        assertThat(fake.sent).hasSize(1);

        end(0);
        end(1);
        end(2);

        assertThat(fake.sent).hasSize(3);
        assertThat(reported(0) + reported(1) + reported(2)).isEqualTo(65);
    }

    private int reported(int request) {
        return ((TrustMessage.EvidenceReport) fake.sent.get(request).request())
                .arrived()
                .size();
    }

    private void end(int request) {
        fake.sent.get(request).then().accept(new Outcome.TimedOut());
    }

    private void answer(int request, TrustMessage answer) {
        fake.sent.get(request).then().accept(new Outcome.Answered(answer, FakePorts.certificate(2, Role.SOS)));
    }

    private static PingRequest ping(String callId, long... route) {
        List<RouteEntry> entries = new ArrayList<>();
        for (int i = 0; i + 1 < route.length; i++) {
            entries.add(new RouteEntry(
                    NodeId.of(route[i]), NodeId.of(route[i + 1]), Bytes.copyOf(new byte[32]), Bytes.utf8("s")));
        }
        return new PingRequest(
                new CallId(callId),
                new Transaction(1),
                new NodeContact(NodeId.of(512), new HostPort("127.0.0.1", 9512)),
                NodeId.of(586),
                70,
                null,
                entries,
                List.of());
    }

    private static List<NodeId> nodes(long... ids) {
        return Arrays.stream(ids).mapToObj(NodeId::of).toList();
    }
}
