package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.Torture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answer to each message of RFC 4475 and RFC 5118 over real sockets, as it is and as a MESSAGE, and what the application gets. */
final class TortureAnswersTest {

    private final List<ImsMessage> accepted = new CopyOnWriteArrayList<>();
    private final FuzzServer server = new FuzzServer(
            new AsConfig(
                    List.of("text/plain", "message/cpim", "application/sdp", "multipart/mixed"),
                    65_536,
                    100,
                    TrustDomain.of(List.of("127.0.0.1")),
                    Admit.TRUSTED),
            accepted::add,
            false);

    static List<Torture> messages() {
        return Torture.all();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void answersDatagrams(Torture torture) {
        String octets = torture.over("UDP");
        datagram(torture, octets, torture.written().status());
        if (hasAnotherForm(octets)) {
            datagram(torture, Torture.asMessage(octets), torture.asMessage().status());
        }
        handedOver(torture, octets);
    }

    private void datagram(Torture torture, String octets, Optional<Integer> status) {
        try (RawUdp udp = new RawUdp(server.port())) {
            udp.send(Torture.bytes(octets));
            udp.send(message("UDP", udp.port(), "next" + udp.port(), "", "x"));

            check(torture, octets, status, udp.receiveText());
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void answersOnStreams(Torture torture) {
        Framing framing = Framing.of(torture);
        String octets = torture.over("TCP");
        stream(torture, octets, framing.status(torture.written()), framing);
        if (hasAnotherForm(octets)) {
            stream(torture, Torture.asMessage(octets), framing.status(torture.asMessage()), framing);
        }
        if (framing == Framing.KEPT) {
            handedOver(torture, octets);
        }
    }

    private void stream(Torture torture, String octets, Optional<Integer> status, Framing framing) {
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(Torture.bytes(octets));
            if (framing == Framing.KEPT) {
                tcp.send(message("TCP", tcp.port(), "next" + tcp.port(), "", "x"));
            } else if (framing == Framing.WAITING) {
                tcp.finish();
            }
            if (framing != Framing.WAITING) {
                check(torture, octets, status, tcp.receiveText());
            }
            if (framing != Framing.KEPT) {
                assertThat(tcp.isClosedByPeer()).isTrue();
            }
        }
    }

    private static boolean hasAnotherForm(String octets) {
        return !octets.startsWith("SIP/") && !octets.startsWith("MESSAGE ");
    }

    /** What becomes of a stream (RFC 3261 §18.3): it differs from a datagram where a message does not say well how long it is. */
    private enum Framing {
        KEPT,
        LOST,
        WAITING;

        static Framing of(Torture torture) {
            return switch (torture.id()) {
                case "clerr" -> WAITING;
                case "ncl", "mcl01", "inv2543" -> LOST;
                default -> KEPT;
            };
        }

        Optional<Integer> status(Torture.Outcome outcome) {
            return this == LOST ? Optional.of(400) : outcome.status();
        }
    }

    /** The first answer is to the message, or, where it earns none, to the next good one. */
    private static void check(Torture torture, String octets, Optional<Integer> status, String answer) {
        if (status.isEmpty()) {
            assertThat(answer).startsWith("SIP/2.0 200 ");
            assertThat(header(answer, "Call-ID")).startsWith("call-next");
            return;
        }
        assertThat(answer).startsWith("SIP/2.0 " + status.get() + " ").doesNotStartWith("SIP/2.0 400 Bad Request");
        if (!torture.written().verdict().equals("bad_via")) {
            assertThat(header(answer, "Via")).contains("received=127.0.0.1");
        }
        if (!torture.id().equals("insuf")) {
            assertThat(octets).contains(header(answer, "Call-ID"));
        }
        boolean judgedSound = torture.written().verdict().equals("request");
        switch (judgedSound ? status.get() : 0) {
            case 405, 501 -> assertThat(header(answer, "Allow")).startsWith("MESSAGE, OPTIONS");
            case 415 -> assertThat(header(answer, "Accept")).contains("text/plain");
            case 420 ->
                assertThat(header(answer, "Unsupported")).isEqualTo("nothingSupportsThis, nothingSupportsThisEither");
            default -> {}
        }
    }

    /** What is in order as a MESSAGE came to the application, field by field, and nothing else but the good ones did. */
    private void handedOver(Torture torture, String octets) {
        List<ImsMessage> its = accepted.stream()
                .filter(message -> !message.callId().startsWith("call-next"))
                .toList();
        if (torture.asMessage().status().filter(status -> status == 200).isEmpty()) {
            assertThat(its).isEmpty();
            return;
        }
        assertThat(its).hasSize(1);
        ImsMessage got = its.getFirst();
        assertThat(List.of(
                        got.requestUri(),
                        got.fromUri(),
                        got.fromTag().orElse("-"),
                        got.toUri(),
                        got.callId(),
                        Long.toString(got.cseq()),
                        Integer.toString(got.maxForwards())))
                .isEqualTo(torture.fields());
        assertThat(got.body().toArray()).isEqualTo(Torture.body(octets));
    }
}
