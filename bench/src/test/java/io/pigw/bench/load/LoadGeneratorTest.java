package io.pigw.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadGeneratorTest {

    private static final Loops LOOPS = Loops.open(1);
    private static final Loops SINK_LOOPS = Loops.open(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @AfterAll
    static void close() {
        LOOPS.close();
        SINK_LOOPS.close();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void everyMessageIsAnsweredOnceAndCounted(Transport transport) {
        try (SipSink sink = SipSink.open(SINK_LOOPS, transport);
                LoadGenerator generator = generator(transport, sink.address(), 3)) {
            LoadResult result = generator.run(new Pace.Window(8), SHORT);

            assertThat(result.lost()).isZero();
            assertThat(result.refused()).isZero();
            assertThat(result.succeeded()).isEqualTo(result.sent()).isGreaterThan(8);
            assertThat(sink.answered()).isEqualTo(result.sent() + result.resent());
            assertThat(result.latencies().getTotalCount()).isEqualTo(result.succeeded());
        }
    }

    @Test
    void aFixedRateIsKept() {
        try (SipSink sink = SipSink.open(SINK_LOOPS, Transport.UDP);
                LoadGenerator generator = generator(Transport.UDP, sink.address(), 2)) {
            LoadResult result = generator.run(new Pace.Rate(200), Duration.ofSeconds(1));

            assertThat(result.sent() + result.withheld()).isBetween(200L, 201L);
        }
    }

    @Test
    void whatIsNeverAnsweredIsResentThenLost() throws SocketException {
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                LoadGenerator generator =
                        generator(Transport.UDP, new HostPort("127.0.0.1", silent.getLocalPort()), 1)) {
            LoadResult result = generator.run(new Pace.Window(2), SHORT);

            assertThat(result.lost()).isEqualTo(2);
            assertThat(result.resent()).isPositive();
            assertThat(result.isClean()).isFalse();
        }
    }

    @Test
    void socketsTakeTheServersInTurns() {
        try (SipSink one = SipSink.open(SINK_LOOPS, Transport.UDP);
                SipSink other = SipSink.open(SINK_LOOPS, Transport.UDP);
                LoadGenerator generator = LoadGenerator.open(
                        LOOPS,
                        new LoadGenerator.Options(
                                Transport.UDP, List.of(one.address(), other.address()), 4, 5, List.of(4_242)),
                        new AtomicLong())) {
            LoadResult result = generator.run(new Pace.Rate(100), SHORT);

            assertThat(result.succeeded()).isEqualTo(result.sent()).isGreaterThan(8);
            assertThat(Math.abs(one.answered() - other.answered())).isLessThanOrEqualTo(1 + result.resent());
        }
    }

    private static LoadGenerator generator(Transport transport, HostPort server, int sockets) {
        return LoadGenerator.open(LOOPS, new LoadGenerator.Options(transport, server, sockets, 5), new AtomicLong());
    }
}
