package io.pigw.gateway.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.nexthop.Hop;
import io.pigw.gateway.nexthop.HopChoice;
import io.pigw.gateway.nexthop.Hops;
import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.sip.SipHead;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a large request may go by UDP (RFC 3261 §18.1.1). */
final class FlightTest {

    private static final Hop UDP_A = Hops.at(5060);
    private static final Hop TCP_A = UDP_A.over(Transport.TCP);
    private static final Hop UDP_B = Hops.at(5070);
    private static final Hop TCP_B = UDP_B.over(Transport.TCP);
    private static final RequestOutcome REFUSED = new RequestOutcome.Failed("refused", false);

    @Test
    void goesByUdpToWhoRefusedAConnection() {
        Flight flight = flight(1_301, TCP_A, UDP_A);

        assertThat(flight.next()).isEqualTo(TCP_A);
        flight.missed(TCP_A, REFUSED);

        assertThat(flight.next()).isEqualTo(UDP_A);
    }

    static Stream<RequestOutcome> otherwise() {
        return Stream.of(
                new RequestOutcome.Answered(503, new SipHead("SIP/2.0 503 Busy", List.of())),
                new RequestOutcome.TimedOut(),
                new RequestOutcome.Failed("broken", true));
    }

    @ParameterizedTest
    @MethodSource("otherwise")
    void doesNotGoByUdpAfterAnythingElseOverTheStream(RequestOutcome otherwise) {
        Flight flight = flight(1_301, TCP_A, TCP_B, UDP_A, UDP_B);

        assertThat(flight.next()).isEqualTo(TCP_A);
        flight.missed(TCP_A, otherwise);
        assertThat(flight.next()).isEqualTo(TCP_B);
        flight.missed(TCP_B, REFUSED);

        assertThat(flight.next()).as("A took the stream, B refused it").isEqualTo(UDP_B);
        assertThat(flight.next()).isNull();
    }

    @Test
    void doesNotLeaveASilentStreamForUdpToTheSameServer() {
        Flight flight = flight(1_301, TCP_A, UDP_A);
        flight.next();
        assertThat(flight.hasMoreAfter(TCP_A)).isFalse();

        Flight small = flight(1_300, TCP_A, UDP_A);
        small.next();
        assertThat(small.hasMoreAfter(TCP_A)).isTrue();
    }

    @Test
    void doesNotGoByUdpWhenNoDatagramHoldsIt() {
        assertThat(flight(65_507, UDP_A).next()).isEqualTo(UDP_A);

        Flight flight = flight(65_508, UDP_A);
        assertThat(flight.next()).isNull();
        assertThat(flight.missedAll()).isInstanceOfSatisfying(RequestOutcome.Failed.class, failed -> {
            assertThat(failed.mayHaveArrived()).isFalse();
            assertThat(failed.why()).contains("must not go by UDP");
        });
    }

    private static Flight flight(int size, Hop... hops) {
        Flight flight = new Flight(Requests.message("flight", RouteSet.NONE, "x"), size);
        flight.over(new HopChoice(List.of(hops), "none"));
        return flight;
    }
}
