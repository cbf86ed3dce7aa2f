package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.P2psipMessage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderSyntaxTest {

    private static final String PING = "P2PSIP Ping";
    private static final P2psipMessage EXPECTED = new ChordMessage.Ping(Samples.TRANSACTION);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transaction: 00c0ffee00c0ffee",
                "TRANSACTION:00c0ffee00c0ffee",
                "transaction :\t00C0FFEE00c0ffee \t",
                "Transaction \t : 00c0ffee00c0ffee"
            })
    void namesAreReadWithoutRegardToCaseAndBlanks(String header) throws DecodeException {
        assertThat(Wire.decodeLines(PING, header)).isEqualTo(EXPECTED);
    }

    @Test
    void lfAloneEndsALineToo() throws DecodeException {
        byte[] bytes = "P2PSIP Ping\nTransaction: 00c0ffee00c0ffee\r\n\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(Wire.decode(bytes)).isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Later: 1", "X-Later:", "X-Later: a: b", "X-Later: \u00e4", "Via2: 1", "Transactions: 2"})
    void unknownHeadersAreIgnored(String header) throws DecodeException {
        assertThat(Wire.decodeLines(PING, header, "Transaction: 00c0ffee00c0ffee", header))
                .isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", ": no name", "Two Words: 1", "(Comment): 1", "ä: 1", "Na\"me: 1"})
    void otherLinesAreRefused(String header) {
        assertThat(Wire.brokenLines(PING, header)).isEqualTo(Rule.MALFORMED_HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {" folded", "\tfolded", " "})
    void foldedLinesAreRefused(String continuation) {
        assertThat(Wire.brokenLines(PING, "X-Later: 1", continuation)).isEqualTo(Rule.FOLDED_HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\rb", "\r", "a\u001bb", "a\u007fb", "a\u0001"})
    void controlCharactersAreRefusedInWhateverHeader(String value) {
        assertThat(Wire.brokenLines(PING, "X-Later: " + value)).isEqualTo(Rule.CONTROL_CHARACTER);
        assertThat(Wire.brokenLines("P2PSIP " + value)).isEqualTo(Rule.CONTROL_CHARACTER);
    }

    @Test
    void valuesAreUtf8() throws DecodeException {
        byte[] valid = Wire.lines("P2PSIP Fetch", "User: zoë@p2p.example.net");
        byte[] latin1 = new String(valid, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Wire.decode(valid)).hasToString("Fetch[transaction=0000000000000000, user=zoë@p2p.example.net]");
        assertThat(Wire.broken(latin1)).isEqualTo(Rule.BAD_UTF8);
    }

    @ParameterizedTest
    @CsvSource({
        "P2PSIP Ping,            Transaction: 00c0ffee00c0ffee",
        "P2PSIP Ping,            Content-Length: 0",
        "MESSAGE a@b P2PSIP/2.0, From: 586",
        "P2PSIP/2.0 200 OK,      CSeq: 200 OK",
        "P2PSIP PingRequest,     Nonce: ffeeddccbbaa99887766554433221100",
        "P2PSIP SomethingLater,  Call-ID: 1",
    })
    void aKnownHeaderStandsOnce(String startLine, String header) {
        assertThat(Wire.brokenLines(startLine, header, header.toUpperCase(Locale.ROOT)))
                .isEqualTo(Rule.DUPLICATE_HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1",
                "P2PSIP",
                "P2PSIP ",
                "P2PSIP Ping ",
                "P2PSIP Two Words",
                "MESSAGE P2PSIP/2.0",
                "MESSAGE  P2PSIP/2.0",
                "P2PSIP/2.0 20 OK",
                "P2PSIP/2.0 2000 OK",
                "P2PSIP/2.0  200 OK",
                "P2PSIP/2.0 +20 OK",
                "P2PSIP/2.0",
                " P2PSIP Ping",
                "p2psip Ping",
            })
    void otherStartLinesAreRefused(String startLine) {
        assertThat(Wire.brokenLines(startLine)).isEqualTo(Rule.BAD_START_LINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MESSAGE a@b P2PSIP/3.0",
                "MESSAGE a@b SIP/2.0",
                "MESSAGE a@b c P2PSIP/2.0",
                "INVITE a@b P2PSIP/3.0"
            })
    void otherVersionsAreRefused(String startLine) {
        assertThat(Wire.brokenLines(startLine, "From: 586")).isEqualTo(Rule.BAD_VERSION);
    }
}
