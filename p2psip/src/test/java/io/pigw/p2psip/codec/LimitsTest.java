package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit from both sides. */
class LimitsTest {

    private static final NodeId GREATEST = new NodeId(-1, -1);

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n"})
    void aLineHasAtMost4KiB(String newline) throws DecodeException {
        String name = "X: ";
        String longest = name + "x".repeat(4 * 1024 - name.length());

        assertThat(Wire.decode(lines(newline, "P2PSIP Ping", longest))).isInstanceOf(ChordMessage.Ping.class);
        assertThat(Wire.broken(lines(newline, "P2PSIP Ping", longest + "x"))).isEqualTo(Rule.LINE_TOO_LONG);
    }

    @Test
    void aLineThatDoesNotEndIsRefusedAsSoonAsItIsTooLong() throws DecodeException {
        P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);
        ByteBuf in = Unpooled.buffer().writeZero(4 * 1024 + 1);

        assertThat(decoder.decode(in)).isNull();
        assertThat(Wire.broken(new byte[4 * 1024 + 2])).isEqualTo(Rule.LINE_TOO_LONG);
    }

    @Test
    void aHeadHasAtMost64Headers() throws DecodeException {
        List<String> lines = new ArrayList<>(List.of("P2PSIP Ping"));
        lines.addAll(Collections.nCopies(64, "X: 1"));

        assertThat(Wire.decodeLines(lines.toArray(String[]::new))).isInstanceOf(ChordMessage.Ping.class);
        lines.add("X: 1");
        assertThat(Wire.brokenLines(lines.toArray(String[]::new))).isEqualTo(Rule.TOO_MANY_HEADERS);
    }

    @Test
    void aHeadHasAtMost32KiB() throws DecodeException {
        List<String> lines = new ArrayList<>(List.of("P2PSIP Ping"));
        lines.addAll(Collections.nCopies(8, "X: " + "x".repeat(4_000)));
        int rest = 32 * 1024 - Wire.lines(lines.toArray(String[]::new)).length - "Y: \r\n".length();

        lines.add("Y: " + "y".repeat(rest));
        assertThat(Wire.lines(lines.toArray(String[]::new))).hasSize(32 * 1024);
        assertThat(Wire.decodeLines(lines.toArray(String[]::new))).isInstanceOf(ChordMessage.Ping.class);

        lines.set(1, lines.get(1) + "x");
        assertThat(Wire.brokenLines(lines.toArray(String[]::new))).isEqualTo(Rule.HEAD_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 64 * 1024, 1024 * 1024})
    void aBodyHasAtMostWhatIsConfigured(int limit) throws DecodeException {
        Limits limits = Limits.DEFAULTS.withMaxBodyBytes(limit);

        assertThat(Wire.decode(messageWithBody(limit), limits)).isInstanceOf(MessageRequest.class);
        assertThat(Wire.broken(messageWithBody(limit + 1), limits)).isEqualTo(Rule.BODY_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"65537", "2147483648", "4294967296", "9223372036854775808", "99999999999999999999999999"})
    void aBodyThatWillBeTooLargeIsNotWaitedFor(String length) {
        assertThat(Wire.brokenLines("P2PSIP Ping", "Content-Length: " + length)).isEqualTo(Rule.BODY_TOO_LARGE);
    }

    @Test
    void viaHasAtMost32Elements() throws DecodeException {
        MessageRequest longest = Samples.message();
        while (longest.via().size() < 32) {
            longest = longest.forwardedBy(greatest(), Samples.TRANSACTION);
        }
        byte[] bytes = Wire.encode(longest);
        String more = new String(bytes, StandardCharsets.UTF_8).replaceFirst("Via: ", "Via: 1 h:1;");

        assertThat(Wire.decode(bytes)).isEqualTo(longest);
        assertThat(Wire.broken(more.getBytes(StandardCharsets.UTF_8))).isEqualTo(Rule.TOO_MANY_ENTRIES);
        MessageRequest tooLong = longest.forwardedBy(Samples.CSP, Samples.TRANSACTION);
        assertThatIllegalArgumentException().isThrownBy(() -> Wire.encode(tooLong));
    }

    @Test
    void aRouteHasAtMost32Entries() throws DecodeException {
        PingRequest longest = pingWithEntries(32);
        byte[] bytes = Wire.encode(longest);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int route = text.indexOf("Route: ");
        String more =
                text.substring(0, route) + text.substring(route, text.indexOf('\n', route) + 1) + text.substring(route);

        assertThat(Wire.decode(bytes)).isEqualTo(longest);
        assertThat(Wire.broken(more.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(Rule.TOO_MANY_ENTRIES);
        assertThatIllegalArgumentException().isThrownBy(() -> Wire.encode(pingWithEntries(33)));
    }

    @Test
    void neighboursAndFingersFitAMessageOfTheirLimit() throws DecodeException {
        List<NodeContact> most = Collections.nCopies(ChordMessage.MAX_CONTACTS, greatest());
        P2psipMessage answer = new ChordMessage.JoinAnswer(Samples.TRANSACTION, List.of(), List.of(), most);
        byte[] bytes = Wire.encode(answer);
        String more = new String(bytes, StandardCharsets.UTF_8).replaceFirst("Fingers: ", "Fingers: 1 h:1;");

        assertThat(Wire.decode(bytes)).isEqualTo(answer);
        assertThat(Wire.broken(more.getBytes(StandardCharsets.UTF_8))).isEqualTo(Rule.TOO_MANY_ENTRIES);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ChordMessage.JoinAnswer(Samples.TRANSACTION, List.of(greatest()), List.of(), most));
    }

    @Test
    void theLargestQuestionFitsAHead() throws DecodeException {
        List<List<NodeId>> routes = Collections.nCopies(32, Collections.nCopies(24, GREATEST));
        P2psipMessage question = new TrustMessage.OpinionRequest(Samples.TRANSACTION, routes);

        assertThat(Wire.decode(Wire.encode(question))).isEqualTo(question);
    }

    @Test
    void aReportLargerThanABodyIsNotWrittenAndLeavesTheBufferAsItWas() {
        PingRequest large = new PingRequest(
                Samples.ping().callId(),
                Samples.TRANSACTION,
                Samples.CSP,
                NodeId.of(586),
                70,
                Samples.TERMS,
                List.of(),
                List.of(Bytes.copyOf(new byte[3_000])));
        ByteBuf out = Unpooled.buffer().writeByte(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> P2psipEncoder.encode(
                        new TrustMessage.EvidenceReport(Samples.TRANSACTION, Collections.nCopies(32, large)), out));
        assertThat(out.readableBytes()).isEqualTo(1);
    }

    @Test
    void aCrlInAMessageHasAtMost48KiB() throws DecodeException {
        RevocationNotice notice = Samples.revocationNotice();
        RevocationNotice largest = new RevocationNotice(
                notice.transaction(), notice.issuer(), notice.number(), Bytes.copyOf(new byte[48 * 1024]));
        byte[] bytes = Wire.encode(largest);
        String more = new String(bytes, StandardCharsets.ISO_8859_1).replace("Length: 49152", "Length: 49153") + "\0";

        assertThat(Wire.decode(bytes)).isEqualTo(largest);
        assertThat(Wire.broken(more.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(Rule.BODY_TOO_LARGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RevocationNotice(
                        notice.transaction(), notice.issuer(), 1, Bytes.copyOf(new byte[48 * 1024 + 1])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> P2psipEncoder.encode(
                        largest, Unpooled.buffer(), Limits.DEFAULTS.withMaxBodyBytes(48 * 1024 - 1)));
    }

    @Test
    void aMessageHasAtMost32ValuesAnd32Certificates() throws DecodeException {
        StoredValue value = Samples.value(Kind.USER, RecordKey.of(GREATEST), "x", Samples.BOB);
        P2psipMessage most = records(32, 32, value);
        byte[] bytes = Wire.encode(most);

        assertThat(Wire.decode(bytes)).isEqualTo(most);
        assertThat(Wire.broken(withBody(bytes, body -> joined(Unpooled.wrappedBuffer(valueIn(bytes)), body))))
                .isEqualTo(Rule.TOO_MANY_ENTRIES);
        assertThat(Wire.broken(withBody(bytes, body -> joined(body, Unpooled.wrappedBuffer(new byte[] {2, 0, 1, 1})))))
                .isEqualTo(Rule.TOO_MANY_ENTRIES);
        assertThatIllegalArgumentException().isThrownBy(() -> records(33, 0, value));
        assertThatIllegalArgumentException().isThrownBy(() -> Wire.encode(records(1, 33, value)));
    }

    @Test
    void aValueHasAtMost16KiBAndAllOfThemFitABody() throws DecodeException {
        StoredValue largest = Samples.value(Kind.DATA, RecordKey.single(), "x".repeat(16 * 1024), Samples.BOB);
        byte[] bytes = Wire.encode(records(1, 0, largest));

        assertThat(Wire.decode(bytes)).isEqualTo(records(1, 0, largest));
        byte[] more = withBody(bytes, body -> {
            int length = body.readableBytes() - 16 * 1024 - Integer.BYTES;
            return joined(body.setInt(length, 16 * 1024 + 1), Unpooled.wrappedBuffer(new byte[1]));
        });
        assertThat(Wire.broken(more)).isEqualTo(Rule.BODY_TOO_LARGE);
        assertThatIllegalArgumentException().isThrownBy(() -> Wire.encode(records(4, 0, largest)));
    }

    @Test
    void whatIsNoRecordIsRefused() {
        byte[] bytes = Wire.encode(Samples.store());
        int end = valueIn(bytes).length;

        assertThat(Wire.broken(withBody(bytes, body -> body.setByte(0, 3)))).isEqualTo(Rule.BAD_BODY);
        assertThat(Wire.broken(withBody(bytes, body -> body.setByte(3, 3)))).isEqualTo(Rule.BAD_BODY);
        assertThat(Wire.broken(withBody(bytes, body -> body.setByte(41, 2)))).isEqualTo(Rule.BAD_BODY);
        assertThat(Wire.broken(withBody(bytes, body -> body.slice(0, end - 1)))).isEqualTo(Rule.BAD_BODY);
        assertThat(Wire.broken(withBody(bytes, body -> joined(body, Unpooled.wrappedBuffer(valueIn(bytes))))))
                .isEqualTo(Rule.BAD_BODY);
        assertThat(Wire.broken(withBody(bytes, _ -> Unpooled.EMPTY_BUFFER))).isEqualTo(Rule.BAD_VALUE);
        assertThat(Wire.brokenLines("P2PSIP RecordFetch", "Resource: " + "0".repeat(64), "Kind: 0"))
                .isEqualTo(Rule.BAD_VALUE);
        assertThat(Wire.brokenLines("P2PSIP RecordFetch", "Resource: " + "A".repeat(64), "Kind: 1"))
                .isEqualTo(Rule.BAD_VALUE);
        assertThat(Wire.brokenLines("P2PSIP RecordFetch", "Resource: " + "0".repeat(62), "Kind: 1"))
                .isEqualTo(Rule.BAD_VALUE);
        assertThat(Wire.brokenLines("P2PSIP RecordStoreAnswer", "Results:" + " stored".repeat(33)))
                .isEqualTo(Rule.TOO_MANY_ENTRIES);
    }

    @Test
    void aReasonHasAtMost128Characters() throws DecodeException {
        String longest = "x".repeat(128);
        P2psipMessage response = Response.to(Samples.ping(), Status.NOT_FOUND.because(longest));

        assertThat(Wire.decode(Wire.encode(response))).isEqualTo(response);
        assertThat(Wire.brokenLines("P2PSIP/2.0 404 " + longest + "x")).isEqualTo(Rule.BAD_VALUE);
    }

    @Test
    void limitsAreInRange() {
        assertThat(Limits.DEFAULTS).isEqualTo(new Limits(4_096, 64, 32_768, 65_536, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 64, 32_768, 65_536, 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Limits.DEFAULTS.withMaxBodyBytes(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Limits.DEFAULTS.withMaxBodyBytes(Integer.MAX_VALUE));
    }

    private static RecordMessage.FetchAnswer records(int values, int certificates, StoredValue value) {
        return new RecordMessage.FetchAnswer(
                Samples.TRANSACTION,
                Samples.RESOURCE,
                Collections.nCopies(values, value),
                Collections.nCopies(certificates, Bytes.utf8("certificate")));
    }

    /** The bytes of the first value: up to the part that follows it. */
    private static byte[] valueIn(byte[] message) {
        ByteBuf body = bodyOf(message);
        RecordBody.Parts parts = parts(body);
        return ByteBufUtil.getBytes(
                bodyOf(message), 0, RecordBody.size(parts.values().subList(0, 1), List.of()));
    }

    private static RecordBody.Parts parts(ByteBuf body) {
        byte[] bytes = ByteBufUtil.getBytes(body);
        byte[] message = Unpooled.wrappedBuffer(
                        Wire.lines(
                                "P2PSIP RecordFetchAnswer",
                                "Resource: " + "0".repeat(64),
                                "Content-Type: application/p2psip-records",
                                "Content-Length: " + bytes.length),
                        bytes)
                .copy()
                .array();
        try {
            RecordMessage.FetchAnswer answer = (RecordMessage.FetchAnswer) Wire.decode(message);
            return new RecordBody.Parts(answer.values(), answer.certificates());
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuf bodyOf(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("\r\n\r\n") + 4;
        return Unpooled.copiedBuffer(message, start, message.length - start);
    }

    private static ByteBuf joined(ByteBuf first, ByteBuf second) {
        return Unpooled.wrappedBuffer(first, second);
    }

    private static byte[] withBody(byte[] message, UnaryOperator<ByteBuf> change) {
        byte[] body = ByteBufUtil.getBytes(change.apply(bodyOf(message)));
        String head = new String(message, StandardCharsets.ISO_8859_1);
        head = head.substring(0, head.indexOf("\r\n\r\n") + 4)
                .replaceFirst("Content-Length: [0-9]+", "Content-Length: " + body.length);
        return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.ISO_8859_1), body)
                .copy()
                .array();
    }

    private static NodeContact greatest() {
        return new NodeContact(GREATEST, new HostPort("2001:db8:ffff:ffff:ffff:ffff:255.255.255.255", 65_535));
    }

    private static PingRequest pingWithEntries(int entries) {
        Bytes signature = Bytes.copyOf(new byte[72]);
        RouteEntry entry = new RouteEntry(GREATEST, GREATEST, Bytes.copyOf(new byte[32]), signature);
        List<Bytes> certificates = Collections.nCopies(entries, Bytes.copyOf(new byte[1_000]));
        return new PingRequest(
                Samples.CALL_ID,
                Samples.TRANSACTION,
                greatest(),
                GREATEST,
                70,
                Samples.TERMS,
                Collections.nCopies(entries, entry),
                certificates);
    }

    private static byte[] messageWithBody(int size) {
        byte[] head =
                Wire.lines("MESSAGE 586 P2PSIP/2.0", "From: 1", "To: 586", "Call-ID: 1", "Content-Length: " + size);
        return Unpooled.wrappedBuffer(head, new byte[size]).copy().array();
    }

    private static byte[] lines(String newline, String... lines) {
        String text = String.join(newline, lines) + newline + newline;
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
