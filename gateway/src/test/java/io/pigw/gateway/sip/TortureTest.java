package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.pigw.p2psip.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard's verdict on each message of RFC 4475 and RFC 5118, whatever is then said to its method. */
final class TortureTest {

    private static final SipLimits LIMITS = SipLimits.DEFAULT;
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);

    static List<Torture> messages() {
        return Torture.all();
    }

    static Stream<Torture> messagesInTheArchive() {
        return Torture.all().stream().filter(message -> message.digest().isPresent());
    }

    @Test
    void hasAllMessagesOfBothDocuments() {
        assertThat(messages())
                .extracting(Torture::document)
                .filteredOn("rfc4475"::equals)
                .hasSize(49);
        assertThat(messages())
                .extracting(Torture::document)
                .filteredOn("rfc5118"::equals)
                .hasSize(12);
        assertThat(messages())
                .extracting(Torture::section)
                .filteredOn(section -> section.startsWith("3.1.1."))
                .hasSize(13);
        assertThat(messages())
                .extracting(Torture::section)
                .filteredOn(section -> section.startsWith("3.1.2."))
                .hasSize(19);
    }

    @ParameterizedTest
    @MethodSource("messagesInTheArchive")
    void buildsTheVeryOctetsOfTheDocument(Torture message) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Torture.bytes(message.octets()));

        assertThat(HexFormat.of().formatHex(digest)).startsWith(message.digest().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void judgesADatagram(Torture message) {
        String octets = message.over("UDP");

        assertThat(datagram(octets)).isEqualTo(message.written().verdict());
        if (!message.asMessage().verdict().equals("-")) {
            assertThat(datagram(Torture.asMessage(octets)))
                    .isEqualTo(message.asMessage().verdict());
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void judgesAStream(Torture message) {
        String octets = message.over("TCP");

        assertThat(stream(octets)).isEqualTo(onAStream(message, message.written()));
        if (!message.asMessage().verdict().equals("-")) {
            assertThat(stream(Torture.asMessage(octets))).isEqualTo(onAStream(message, message.asMessage()));
        }
    }

    /** Framing differs: what is cut short is waited for, and a message without Content-Length has no end (RFC 3261 §18.3). */
    private static String onAStream(Torture message, Torture.Outcome outcome) {
        return switch (message.id()) {
            case "clerr" -> "waits";
            case "inv2543" -> "no_content_length";
            default -> outcome.verdict();
        };
    }

    @ParameterizedTest
    @MethodSource("messages")
    void judgesTheOctetsAsPrintedOverTheirOwnTransport(Torture message) {
        String octets = message.octets();
        String verdict =
                octets.contains("SIP/2.0/TCP") || octets.contains("SIP/2.0/TLS") ? stream(octets) : datagram(octets);

        if (message.id().equals("ipv6-in-sdp")) {
            assertThat(verdict)
                    .as("it has 251 octets of the 268 that it promises")
                    .isEqualTo("truncated");
        } else if (message.id().equals("transports") || message.id().equals("mult-ip-in-header")) {
            assertThat(datagram(octets)).isEqualTo("request");
        } else {
            assertThat(verdict).isEqualTo(message.written().verdict());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"five", "-999", "", "1 2", "+5", "0x5", "9999999999999999999999"})
    void losesAStreamOverAContentLengthThatIsNoNumber(String length) {
        String octets = Torture.of("ncl").over("TCP").replace("-999", length);

        assertThat(stream(octets)).isEqualTo("bad_content_length");
        assertThat(datagram(octets.replace("/TCP", "/UDP"))).isEqualTo("bad_content_length");
    }

    private static String datagram(String octets) {
        Datagrams.Cut cut = Datagrams.cut(Torture.bytes(octets), new HeadScanner(LIMITS), LIMITS);
        return verdict(cut.scan(), cut.body(), Source.UDP);
    }

    private static String stream(String octets) {
        EmbeddedChannel channel = new EmbeddedChannel(Framers.framer(LIMITS));
        channel.writeInbound(Unpooled.wrappedBuffer(Torture.bytes(octets)));
        StreamFramer.Item first = channel.readInbound();
        channel.finishAndReleaseAll();
        return first instanceof StreamFramer.Item.Frame frame
                ? verdict(frame.scan(), frame.body(), Source.TCP)
                : "waits";
    }

    private static String verdict(HeadScan scan, Bytes body, String transport) {
        Source source = new Source(PEER, PEER, transport);
        return switch (new Guard().judge(scan, body, source, new NoChannel(PEER))) {
            case Verdict.Request _ -> "request";
            case Verdict.Response _ -> "response";
            case Verdict.Refuse refused -> refused.rule().name().toLowerCase(Locale.ROOT);
            case Verdict.Drop dropped -> dropped.rule().name().toLowerCase(Locale.ROOT);
        };
    }
}
