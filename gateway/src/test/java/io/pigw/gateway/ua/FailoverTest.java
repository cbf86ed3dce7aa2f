package io.pigw.gateway.ua;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.gateway.nexthop.HopReport;
import io.pigw.gateway.nexthop.Hops;
import io.pigw.gateway.nexthop.NextHops;
import io.pigw.gateway.sip.CountingMetrics;
import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import io.pigw.runtime.net.LoopScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two cores over real sockets: RFC 3263 §4.3. */
final class FailoverTest {

    private static final int SHORT_T1_MILLIS = 20;

    private final Loops loops = Loops.open(2);
    private final EventLoop loop = loops.next();
    private final RawUdp first = new RawUdp(0);
    private final RawUdp second = new RawUdp(0);
    private final SipTransport transport = open();

    private SipTransport open() {
        try {
            return SipTransport.open(
                    SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty()),
                    loops,
                    new CountingMetrics());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        transport.close();
        loops.close();
        first.close();
        second.close();
    }

    @Test
    void afterARefusalOfTheConnectionTheNextCoreGetsIt() throws Exception {
        HopSender sender = sender(500, CoreUri.parse("127.0.0.1:" + refusedPort() + ";transport=tcp"), core(second));

        var outcome = sender.send(request("one", RouteSet.NONE));

        second.send(response(second.receiveText(), 200, "OK", ""));
        assertThat(status(outcome)).isEqualTo(200);
    }

    @Test
    void after503TheNextCoreGetsItByABranchOfItsOwnAndTheFirstIsLeftAlone() throws Exception {
        HopSender sender = sender(500, core(first), core(second));

        var outcome = sender.send(request("busy", RouteSet.NONE));
        String atFirst = first.receiveText();
        first.send(response(atFirst, 503, "Busy", "Retry-After: 60"));
        String atSecond = second.receiveText();
        second.send(response(atSecond, 202, "Accepted", ""));

        assertThat(status(outcome)).isEqualTo(202);
        assertThat(header(atSecond, "Call-ID")).isEqualTo(header(atFirst, "Call-ID"));
        assertThat(header(atSecond, "CSeq")).isEqualTo(header(atFirst, "CSeq"));
        assertThat(header(atSecond, "Via")).isNotEqualTo(header(atFirst, "Via"));
        var later = sender.send(request("later", RouteSet.NONE));
        second.send(response(second.receiveText(), 200, "OK", ""));
        assertThat(status(later)).isEqualTo(200);
    }

    @Test
    void afterSilenceTheNextCoreGetsItAndAResendToTheFirstWouldRepeatItsBytes() throws Exception {
        HopSender sender = sender(SHORT_T1_MILLIS, core(first), core(second));

        var outcome = sender.send(request("silent", RouteSet.NONE));
        byte[] once = first.receive();
        second.send(response(second.receiveText(), 500, "Broken", ""));
        assertThat(status(outcome)).isEqualTo(500);
        while (first.receive(100).isPresent()) {
            // resendings of the first attempt
        }
        HopSender alone = sender(SHORT_T1_MILLIS, core(first));
        var again = alone.send(request("silent", RouteSet.NONE));

        assertThat(first.receive()).isEqualTo(once);
        assertThat(again.toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(new RequestOutcome.TimedOut());
    }

    @Test
    void whoSaysTryingAndNoMoreKeepsTheRequestAndItsGoodName() throws Exception {
        HopSender sender = sender(SHORT_T1_MILLIS, core(first), core(second));

        var outcome = sender.send(request("slow", RouteSet.NONE));
        first.send(response(first.receiveText(), 100, "Trying", ""));

        assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(new RequestOutcome.TimedOut());
        assertThat(second.receive(200)).isEmpty();
        var later = sender.send(request("later", RouteSet.NONE));
        String atFirst = received(first, "later");
        first.send(response(atFirst, 200, "OK", ""));
        assertThat(status(later)).isEqualTo(200);
    }

    @Test
    void whatAHopThatGoesDownHasNotAnsweredMovesOnBeforeTimerF() throws Exception {
        NextHops hops = Hops.of(loop, core(first), core(second));
        HopSender sender = new HopSender(transport, hops, new SenderOptions(10, 500), loop, new CountingMetrics());
        var silent = sender.send(request("silent", RouteSet.NONE));
        received(first, "silent");
        var heard = sender.send(request("heard", RouteSet.NONE));
        String atFirst = received(first, "heard");
        first.send(response(atFirst, 100, "Trying", ""));
        var probe = sender.send(request("probe", RouteSet.NONE));
        first.send(response(received(first, "probe"), 200, "OK", ""));
        assertThat(status(probe)).as("so the 100 was read").isEqualTo(200);

        loop.execute(() -> hops.report(Hops.at(first.port()), new HopReport.Failed("a ping says so")));

        String moved = second.receiveText();
        assertThat(header(moved, "Call-ID")).isEqualTo("call-silent");
        second.send(response(moved, 200, "OK", ""));
        assertThat(status(silent)).isEqualTo(200);
        assertThat(second.receive(200)).as("who said 100 keeps it").isEmpty();
        first.send(response(atFirst, 202, "Accepted", ""));
        assertThat(status(heard)).isEqualTo(202);
    }

    @Test
    void aLargeRequestThatIsAnswered503OverTcpDoesNotGoByUdpThenNorLater() throws Exception {
        HopSender sender = sender(500, core(first));
        try (ServerSocket listening = first.listen()) {
            var outcome = sender.send(large("large"));
            try (RawTcp connection = new RawTcp(listening.accept())) {
                connection.send(response(connection.receiveText(), 503, "Busy", "Retry-After: 60"));
                assertThat(status(outcome)).isEqualTo(503);
            }
            assertThat(sender.send(large("later")).toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isInstanceOf(RequestOutcome.Failed.class);
        }

        assertThat(first.receive(200)).isEmpty();
    }

    @Test
    void aLargeRequestThatIsNotAnsweredOverTcpDoesNotGoByUdp() throws Exception {
        HopSender sender = sender(SHORT_T1_MILLIS, core(first));
        try (ServerSocket listening = first.listen()) {
            var outcome = sender.send(large("silent"));

            assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo(new RequestOutcome.TimedOut());
            listening.accept().close();
        }
        assertThat(first.receive(200)).isEmpty();
    }

    @Test
    void whatMayHaveArrivedSomewhereIsNotCalledUnsent() throws Exception {
        HopSender sender =
                sender(SHORT_T1_MILLIS, core(first), CoreUri.parse("127.0.0.1:" + refusedPort() + ";transport=tcp"));

        var outcome = sender.send(request("maybe", RouteSet.NONE));

        assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        RequestOutcome.Failed.class,
                        failed -> assertThat(failed.mayHaveArrived()).isTrue());
    }

    @Test
    void theRouteIsPreloadedInItsOrder() throws Exception {
        RouteSet route = new RouteSet(List.of("<sip:a.example.net;lr>", "<sip:b.example.net;lr>"), Optional.of("same"));

        var outcome = sender(500, core(first)).send(request("route", route));

        String sent = first.receiveText();
        first.send(response(sent, 200, "OK", ""));
        assertThat(sent).contains("Route: <sip:a.example.net;lr>\r\nRoute: <sip:b.example.net;lr>\r\n");
        assertThat(status(outcome)).isEqualTo(200);
    }

    @Test
    void anyAnswerToAPingWillDo() throws Exception {
        EventLoop own = loop;
        NextHops hops = Hops.of(own, core(first));
        HopSender sender = new HopSender(transport, hops, SenderOptions.of(1), own, new CountingMetrics());
        OptionsPinger pinger = new OptionsPinger(
                sender, "ims.example.net", "sip:p2p.example.net", new LoopScheduler(own), new SplittableRandom(1));

        var pinged = pinger.ping(Hops.at(first.port()));

        String sent = first.receiveText();
        first.send(response(sent, 405, "Method Not Allowed", ""));
        assertThat(sent).startsWith("OPTIONS sip:ims.example.net SIP/2.0\r\n").contains("Max-Forwards: 0\r\n");
        assertThat(pinged.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(new HopReport.Answered());
    }

    private HopSender sender(int t1Millis, CoreUri... cores) {
        return new HopSender(
                transport, Hops.of(loop, cores), new SenderOptions(10, t1Millis), loop, new CountingMetrics());
    }

    /** The next request with that Call-ID, after resendings of others. */
    private static String received(RawUdp core, String id) {
        String text = core.receiveText();
        while (!header(text, "Call-ID").equals("call-" + id)) {
            text = core.receiveText();
        }
        return text;
    }

    private static CoreUri core(RawUdp core) {
        return CoreUri.parse("127.0.0.1:" + core.port());
    }

    private static int refusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int status(CompletionStage<RequestOutcome> outcome) throws Exception {
        return ((RequestOutcome.Answered) outcome.toCompletableFuture().get(20, TimeUnit.SECONDS)).status();
    }

    private static SipRequest large(String id) {
        return Requests.message(id, RouteSet.NONE, "x".repeat(2_000));
    }

    private static SipRequest request(String id, RouteSet route) {
        return Requests.message(id, route, "x");
    }
}
