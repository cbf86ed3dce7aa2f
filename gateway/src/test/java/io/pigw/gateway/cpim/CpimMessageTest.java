package io.pigw.gateway.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpimMessageTest {

    /** The example of RFC 3862 §5.1, with what its text leaves open filled in. */
    private static final String EXAMPLE = """
            From: MR SANDERS <im:piglet@100akerwood.com>
            To: Depressed Donkey <im:eeyore@100akerwood.com>
            DateTime: 2000-12-13T13:40:00-08:00
            Subject: the weather will be fine today
            Subject:;lang=fr beau temps prevu pour aujourd'hui
            NS: MyFeatures <mid:MessageFeatures@id.foo.com>
            Require: MyFeatures.VitalMessageOption
            MyFeatures.VitalMessageOption: Confirmation-requested
            MyFeatures.WackyMessageOption: Use-silly-font

            Content-type: text/xml; charset=utf-8
            Content-ID: <1234567890@foo.com>

            <body>
            Grüße 👋
            </body>
            """.replace("\n", "\r\n");

    @Test
    void theExampleIsRead() throws CpimException {
        CpimMessage message = CpimMessage.parse(Bytes.utf8(EXAMPLE));

        assertThat(message.from()).contains("im:piglet@100akerwood.com");
        assertThat(message.contentType()).isEqualTo("text/xml");
        assertThat(message.content().toUtf8()).isEqualTo("<body>\r\nGrüße 👋\r\n</body>\r\n");
        assertThat(message.headers())
                .filteredOn(header -> header.namespace().equals("mid:MessageFeatures@id.foo.com"))
                .extracting(CpimHeader::name)
                .containsExactly("VitalMessageOption", "WackyMessageOption");
        assertThat(message.toBytes()).isEqualTo(Bytes.utf8(EXAMPLE));
    }

    @Test
    void contentKeepsItsBytes() throws CpimException {
        byte[] content = new byte[256];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) i;
        }
        byte[] head = "To: <im:b@x>\r\n\r\nContent-Type: text/plain\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);

        CpimMessage message = CpimMessage.parse(Bytes.copyOf(whole));

        assertThat(message.content()).isEqualTo(Bytes.copyOf(content));
        assertThat(message.toBytes()).isEqualTo(Bytes.copyOf(whole));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: <im:a@x>",
                "From: Alice B. <im:a@x>",
                "From: \"Al \\\"<im:b@x>\\\" ice\" <im:a@x>",
                "NS: c <urn:ietf:params:cpim-headers:>\r\nc.From: <im:a@x>",
                "NS: <mid:other@x>\r\nNS: <urn:ietf:params:cpim-headers:>\r\nFrom: \\u00e5se <im:a@x>"
            })
    void spellingsOfASender(String headers) throws CpimException {
        assertThat(CpimMessage.parse(Bytes.utf8(headers + "\r\n\r\n\r\n")).from())
                .contains("im:a@x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: <im:a@x>\\n\\n\\n | a line of the head does not end with CRLF",
                "From: <im:a@x>\\r\\n\\r\\nContent-Type: text/plain | a line of the head does not end with CRLF",
                "\\r\\n\\r\\nhi | no header",
                "From: <im:a@x>\\nTo: <im:b@x>\\r\\n\\r\\n\\r\\n | a line of the head does not end with CRLF",
                "From: <im:a@x>\\r\\nFrom: <im:b@x>\\r\\n\\r\\n\\r\\n | more than one From",
                "from: <im:a@x>\\r\\n\\r\\n\\r\\n | a header that only looks like one of RFC 3862",
                "NS: <mid:m@x>\\r\\nFrom: <im:a@x>\\r\\n\\r\\n\\r\\n | a header that only looks like one of RFC 3862",
                "From: im:a@x\\r\\n\\r\\n\\r\\n | From is no address",
                "From: <im:a@x>, <im:b@x>, im:c@x\\r\\n\\r\\n\\r\\n | From is no address",
                "From: \"a <im:a@x>\\r\\n\\r\\n\\r\\n | From is no address",
                "From: <im:a@x><im:b@x>\\r\\n\\r\\n\\r\\n | From is no address",
                "From: <im:a b@x>\\r\\n\\r\\n\\r\\n | From is no address",
                "From:<im:a@x>\\r\\n\\r\\n\\r\\n | a header is not written 'Name: value'",
                "From\\r\\n\\r\\n\\r\\n | a header is not written 'Name: value'",
                "Sub ject: x\\r\\n\\r\\n\\r\\n | a header's name is malformed",
                "a.b.c: x\\r\\n\\r\\n\\r\\n | a header's name is malformed",
                "imdn.Message-ID: x\\r\\n\\r\\n\\r\\n | a header's prefix has no NS before it",
                "NS: imdn\\r\\n\\r\\n\\r\\n | NS names no namespace",
                "Subject: a\\tb\\0\\r\\n\\r\\n\\r\\n | a control character in a header",
                "Subject: \\\\q\\r\\n\\r\\n\\r\\n | an escape is malformed",
                "Subject: \\\\u12\\r\\n\\r\\n\\r\\n | an escape is malformed",
                "Subject: x\\r\\n\\r\\nContent-Type\\r\\n\\r\\n | a header of the content is malformed",
                "Subject: x\\r\\n\\r\\n folded: x\\r\\n\\r\\n | a header of the content is malformed"
            })
    void whatIsNone(String escaped, String rule) {
        String text = escaped.translateEscapes();

        assertThatThrownBy(() -> CpimMessage.parse(Bytes.utf8(text)))
                .isInstanceOf(CpimException.class)
                .hasMessage(rule);
    }

    @Test
    void headsAreLimited() {
        String longLine = "Subject: " + "x".repeat(4_096) + "\r\n\r\n\r\n";
        String manyLines = "Subject: x\r\n".repeat(65) + "\r\n\r\n";

        assertThatThrownBy(() -> CpimMessage.parse(Bytes.utf8(longLine))).hasMessageContaining("longer than");
        assertThatThrownBy(() -> CpimMessage.parse(Bytes.utf8(manyLines))).hasMessageContaining("more than 64");
    }

    @Test
    void headersAreUtf8() {
        byte[] bytes = "Subject: x\r\n\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        bytes[9] = (byte) 0xff;

        assertThatThrownBy(() -> CpimMessage.parse(Bytes.copyOf(bytes))).hasMessage("a header is not UTF-8");
    }

    @Test
    void damageThrowsNothingElseAndWhatIsReadIsWrittenAlike() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = EXAMPLE.getBytes(StandardCharsets.UTF_8);
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                CpimMessage message = CpimMessage.parse(Bytes.copyOf(bytes));
                CpimMessage again = CpimMessage.parse(message.toBytes());
                assertThat(again.content()).isEqualTo(message.content());
                assertThat(again.from()).isEqualTo(message.from());
                read++;
            } catch (CpimException expected) {
                assertThat(expected.getMessage()).doesNotContain("piglet");
            }
        }
        assertThat(read).isPositive();
    }
}
