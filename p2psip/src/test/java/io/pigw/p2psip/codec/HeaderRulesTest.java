package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.UnknownRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each header's value must be, and what happens to what is not understood. */
class HeaderRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message          | From: 586                                | MISSING_HEADER",
                "message          | To: alice@ericsson.com                   | MISSING_HEADER",
                "message          | Call-ID: b2f1a6c0d4e84f7f9a3c5e7d1b2a4c6e | MISSING_HEADER",
                "message          | Identity: c2lnbmF0dXJl                   | MISSING_HEADER",
                "message          | Identity-Info: Y2VydGlmaWNhdGUgb2YgNTg2  | MISSING_HEADER",
                "message-notice   | Notice: unreachable                      | MISSING_HEADER",
                "message-notice   | In-Reply-To: 0123456789abcdef0123456789abcdef | MISSING_HEADER",
                "ping-request     | CSP-IP: 158.36.228.48                    | MISSING_HEADER",
                "ping-request     | Dest-ID: 586                             | MISSING_HEADER",
                "ping-request     | Nonce: ffeeddccbbaa99887766554433221100  | MISSING_HEADER",
                "ping-request     | Route-Index: 1                           | MISSING_HEADER",
                "ping-request     | Content-Type: application/p2psip-certificates | BAD_BODY",
                "ping-response    | Dest-Port: 9586                          | MISSING_HEADER",
                "ping-response    | Identity: c2lnbmF0dXJl                   | MISSING_HEADER",
                "ping-response    | Expires: 1289690955250                   | MISSING_HEADER",
                "join-request     | Contact: 586 158.36.228.48:9586          | MISSING_HEADER",
                "route-query      | Dest-ID: 586                             | MISSING_HEADER",
                "opinion-response | Chosen: 0                                | MISSING_HEADER",
                "opinion-response | Expectations: 0.605 0.57                 | MISSING_HEADER",
                "evidence-report  | Content-Type: application/p2psip-pings   | BAD_BODY",
                "fetch            | User: bob@p2p.example.net                | MISSING_HEADER",
                "revocation-notice | Issuer: 6b6579206f66207468652069737375696e672043 | MISSING_HEADER",
                "revocation-notice | CRL-Number: 1289690940                  | MISSING_HEADER",
                "revocation-notice | Content-Type: application/pkix-crl       | BAD_BODY",
            })
    void whatAMessageNeedsMustStand(String sample, String header, Rule rule) {
        String golden = golden(sample);
        assertThat(golden).contains(header + "\r\n");

        byte[] without = bytes(golden.replaceFirst(Pattern.quote(header + "\r\n"), ""));

        assertThat(Wire.broken(without)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message          | Max-Forwards: 69   | Max-Forwards: 71",
                "message          | Max-Forwards: 69   | Max-Forwards: -1",
                "message          | Max-Forwards: 69   | Max-Forwards: 99999999999999999999999",
                "message          | Max-Forwards: 69   | Max-Forwards:",
                "message          | CSeq: MESSAGE      | CSeq: INVITE",
                "message          | CSeq: MESSAGE      | CSeq: x MESSAGE",
                "message          | CSeq: MESSAGE      | CSeq: 12345678901 MESSAGE",
                "message          | Contact: 586       | Contact: alice",
                "message          | From: 586          | From: 586 <evil@example.net>",
                "message          | From: 586          | From: @",
                "message          | Content-Length: 15 | Content-Length: +15",
                "message          | Content-Length: 15 | Content-Length: 1 5",
                "message          | Content-Length: 15 | Content-Length: 0xF",
                "message          | Content-Length: 15 | Content-Length:",
                "message          | 29:00 GMT          | 29:00 CET",
                "message          | 29:00 GMT          | 60:00 GMT",
                "message          | Sat, 13            | Sun, 13",
                "message          | Sat, 13            | Sat, 31",
                "message          | 2010               | 1901",
                "message          | Transaction: 00    | Transaction: 0",
                "message          | Identity: c2lnbmF0dXJl | Identity: ~",
                "message          | Identity: c2lnbmF0dXJl | Identity:",
                "message          | Via: 586           | Via: ;586",
                "message          | 158.36.228.48:9586 | 158.36.228.48",
                "message          | 158.36.228.48:9586 | 158.36.228.48:95860",
                "message-notice   | unreachable        | lost",
                "message-fence    | 63 7               | 64 7",
                "message-fence    | 63 7               | -1 7",
                "message-fence    | 63 7               | 63 0",
                "message-fence    | 63 7               | 63 1234567890123456789",
                "message-fence    | 63 7               | 63",
                "message-fence    | 63 7               | 63 7 7",
                "message-fence    | 1b4e28ba           | 1b4e_8ba",
                "message-fence    | 1b4e28ba           | 1b4e28ba0",
                "response-bare    | Retry-After: 30    | Retry-After: 86401",
                "response-bare    | P2PSIP/2.0 503     | P2PSIP/2.0 099",
                "ping-request     | CSP-Port: 9512     | CSP-Port: 65536",
                "ping-request     | Dest-ID: 586       | Dest-ID: 340282366920938463463374607431768211456",
                "ping-request     | Group: 00          | Group: 0",
                "ping-request     | Nonce: ff          | Nonce: FF",
                "ping-request     | Routes: 3          | Routes: 33",
                "ping-request     | Routes: 3          | Routes: 1",
                "ping-request     | Route-Index: 1     | Route-Index: 3",
                "ping-request     | Expires: 1289690955250 | Expires: 253402300800000",
                "ping-request     | Route: 512 571     | Route: 512",
                "ping-request     | Route: 512 571 aG  | Route: 512 571 aGaG",
                "opinion-request  | Route-Nodes: 512 571 586 | Route-Nodes: 512",
                "opinion-request  | Route-Nodes: 512 571 586 | Route-Nodes: 512  586",
                "opinion-response | Chosen: 0          | Chosen: 2",
                "opinion-response | 0.605              | 1.605",
                "opinion-response | 0.605              | -0.605",
                "opinion-response | 0.605              | NaN",
                "opinion-response | 0.605              | 0x0.1p0",
                "opinion-response | 0.605              | -",
                "fetch            | bob@p2p.example.net | 586",
                "revocation-notice | Issuer: 6b         | Issuer: 6B",
                "revocation-notice | Issuer: 6b6579206f66207468652069737375696e672043 | Issuer: 6b6579206f6620",
                "revocation-notice | Issuer: 6b | Issuer: 6",
                "revocation-notice | Issuer: 6b | Issuer: zz",
                "revocation-notice | Issuer: 6b65 | Issuer: 6b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b656b65",
                "revocation-notice | 1289690940         | -1",
                "revocation-notice | 1289690940         | 1000000000000000000",
            })
    void whatIsNotOfItsFormOrRangeIsRefused(String sample, String good, String bad) {
        String golden = golden(sample);
        assertThat(golden).contains(good);

        assertThat(Wire.broken(bytes(golden.replace(good, bad)))).isEqualTo(Rule.BAD_VALUE);
    }

    @Test
    void cseqMayBearSipsNumberOrBeAbsent() throws DecodeException {
        String golden = golden("message");

        assertThat(Wire.decode(bytes(golden.replace("CSeq: MESSAGE", "CSeq: 1 MESSAGE"))))
                .isEqualTo(Samples.message());
        assertThat(Wire.decode(bytes(golden.replace("CSeq: MESSAGE\r\n", "")))).isEqualTo(Samples.message());
    }

    @Test
    void contentLengthMayBeAbsentWhereThereIsNoBody() throws DecodeException {
        byte[] without = bytes(golden("message-notice").replace("Content-Length: 0\r\n", ""));

        assertThat(Wire.decode(without)).isEqualTo(Samples.notice());
    }

    @Test
    void linesOfOneListMakeOneList() throws DecodeException {
        String joined = "Via: 586 158.36.228.48:9586;512 158.36.228.48:9512";
        String split = "Via: 586 158.36.228.48:9586\r\nX: 1\r\nvia: 512 158.36.228.48:9512";

        P2psipMessage message = Wire.decode(bytes(golden("message").replace(joined, split)));

        assertThat(message).isEqualTo(Samples.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "join-request", "response", "fetch", "opinion-request"})
    void aBodyWhereThereIsNoneIsRefused(String sample) {
        String withBody = golden(sample).replace("Content-Length: 0", "Content-Length: 1") + "x";

        assertThat(Wire.broken(bytes(withBody))).isEqualTo(Rule.BAD_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0001", "000141ff", "00", "0002 41"})
    void cutOffCertificatesAreRefused(String hex) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        String head = golden("ping-request");
        head = head.substring(0, head.indexOf("\r\n\r\n") + 4)
                .replace("Content-Length: 40", "Content-Length: " + body.length);

        assertThat(Wire.broken(Unpooled.wrappedBuffer(bytes(head), body).copy().array()))
                .isEqualTo(Rule.BAD_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2PSIP SomethingLater", "SUBSCRIBE alice@ericsson.com P2PSIP/2.0"})
    void aTypeThatIsNotKnownIsTakenWholeAndAnswered501(String startLine) throws DecodeException {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Wire.lines(startLine, "Transaction: 00c0ffee00c0ffee", "Content-Length: 9", "New: 1"));
        in.writeBytes(bytes("whatever."));
        in.writeBytes(Wire.encode(Samples.message()));
        P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);

        P2psipMessage unknown = decoder.decode(in);
        P2psipMessage next = decoder.decode(in);

        String type = startLine.startsWith("P2PSIP ") ? "SomethingLater" : "SUBSCRIBE";
        assertThat(unknown).isEqualTo(new UnknownRequest(type, Samples.TRANSACTION, Status.NOT_IMPLEMENTED));
        assertThat(next).isEqualTo(Samples.message());
    }

    @ParameterizedTest
    @CsvSource({
        "message,         MESSAGE",
        "ping-request,    PingRequest",
        "ping,            Ping",
        "evidence-report, EvidenceReport",
        "fetch,           Fetch"
    })
    void aRequestThatRequiresWhatIsNotUnderstoodIsAnswered420(String sample, String type) throws DecodeException {
        P2psipMessage message = Wire.decode(bytes(requiring(golden(sample))));

        assertThat(message).isEqualTo(new UnknownRequest(type, Samples.TRANSACTION, Status.BAD_EXTENSION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response",
                "join-answer",
                "update-answer",
                "route-query-answer",
                "opinion-response",
                "fetch-answer"
            })
    void anAnswerThatRequiresWhatIsNotUnderstoodFailsWhoeverWaits(String sample) throws DecodeException {
        P2psipMessage message = Wire.decode(bytes(requiring(golden(sample))));

        assertThat(message).isInstanceOf(Response.class);
        assertThat(message.isAnswer()).isTrue();
        assertThat(message.transaction()).isEqualTo(Samples.TRANSACTION);
        assertThat(((Response) message).status()).isEqualTo(Status.BAD_EXTENSION);
    }

    @Test
    void nothingButAPingNestsInAReport() {
        String ping = golden("ping-request");
        byte[] inner = Wire.encode(Samples.message());

        assertThat(Wire.broken(report(inner))).isEqualTo(Rule.BAD_NESTING);
        assertThat(Wire.broken(report(bytes(golden("evidence-report"))))).isEqualTo(Rule.BAD_NESTING);
        assertThat(Wire.broken(report(bytes(ping.substring(0, ping.length() - 1)))))
                .isEqualTo(Rule.BAD_NESTING);
        assertThat(Wire.broken(report(bytes(requiring(ping))))).isEqualTo(Rule.BAD_NESTING);
        assertThat(Wire.broken(report(bytes(ping + "x")))).isEqualTo(Rule.BAD_NESTING);
        assertThat(Wire.broken(report(bytes(ping.replace("CSP-ID: 512\r\n", "")))))
                .isEqualTo(Rule.MISSING_HEADER);
        assertThat(Wire.broken(report(new byte[0]))).isEqualTo(Rule.BAD_VALUE);
    }

    @Test
    void aMessageWithoutReasonOrTransactionIsRead() throws DecodeException {
        Response response = (Response) Wire.decodeLines("P2PSIP/2.0 480");

        assertThat(response.status()).isEqualTo(new Status(480, ""));
        assertThat(response.transaction().isPresent()).isFalse();
    }

    @Test
    void maxForwardsMayBeAbsent() throws DecodeException {
        MessageRequest message =
                (MessageRequest) Wire.decode(bytes(golden("message").replace("Max-Forwards: 69\r\n", "")));

        assertThat(message.maxForwards()).isEqualTo(MessageRequest.INITIAL_MAX_FORWARDS);
    }

    private static byte[] report(byte[] body) {
        byte[] head = Wire.lines(
                "P2PSIP EvidenceReport", "Content-Type: application/p2psip-pings", "Content-Length: " + body.length);
        return Unpooled.wrappedBuffer(head, body).copy().array();
    }

    private static String requiring(String message) {
        return message.replaceFirst("\r\n", "\r\nRequire: something-later\r\n");
    }

    private static String golden(String name) {
        return new String(Wire.resource("/golden/" + name + ".txt"), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
