package io.pigw.gateway.cpim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

class ImdnTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:05.123Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "positive-delivery, negative-delivery | true | true",
                "Positive-Delivery | true | false",
                "negative-delivery,display,processing | false | true",
                "display | false | false"
            })
    void whatIsAskedFor(String value, boolean positive, boolean negative) throws CpimException {
        ImdnRequest request = ImdnRequest.of(
                        message("imdn.Disposition-Notification: " + value + "\nimdn.Message-ID: 1"))
                .orElseThrow();

        assertThat(request.positive()).isEqualTo(positive);
        assertThat(request.negative()).isEqualTo(negative);
    }

    @Test
    void withoutAnIdNothingIsAskedFor() throws CpimException {
        assertThat(ImdnRequest.of(message("imdn.Disposition-Notification: positive-delivery")))
                .isEmpty();
    }

    @Test
    void aNotificationAsksForNone() throws CpimException {
        CpimMessage notification = parse("""
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: 1
                imdn.Disposition-Notification: positive-delivery

                Content-Type: message/imdn+xml;charset=utf-8

                <imdn/>""");

        Optional<ImdnRequest> request = ImdnRequest.of(notification);

        assertThat(request).isEmpty();
        assertThat(ImdnRequest.isNotification(notification)).isTrue();
    }

    @Test
    void whatIsWrittenIsWellFormedAndEscaped() throws Exception {
        CpimMessage original = message("""
                imdn.Message-ID: <&]]>"'
                imdn.Disposition-Notification: positive-delivery
                imdn.IMDN-Record-Route: <sip:one@x>
                imdn.IMDN-Record-Route: Two <sip:two@x>
                imdn.Original-To: <im:old&new@x>
                Subject: </subject><x>\uFFFE👋""");
        ImdnRequest request = ImdnRequest.of(original).orElseThrow();

        CpimMessage imdn =
                CpimMessage.parse(Imdn.write(request, Imdn.Status.DELIVERED, "new", "sip:586@p", "im:alice@x", NOW, NOW)
                        .toBytes());

        Document document = parse(imdn.content());
        assertThat(text(document, "message-id")).isEqualTo("<&]]>\"'");
        assertThat(text(document, "subject")).isEqualTo("</subject><x>👋");
        assertThat(text(document, "datetime")).isEqualTo("2026-11-21T09:00:05Z");
        assertThat(text(document, "recipient-uri")).isEqualTo("im:bob@x");
        assertThat(text(document, "original-recipient-uri")).isEqualTo("im:old&new@x");
        assertThat(document.getElementsByTagNameNS("urn:ietf:params:xml:ns:imdn", "delivered")
                        .getLength())
                .isEqualTo(1);
        assertThat(imdn.from()).contains("sip:586@p");
        assertThat(imdn.contentType()).isEqualTo(Imdn.TYPE);
        assertThat(imdn.headers())
                .filteredOn(header -> header.name().equals("IMDN-Route"))
                .extracting(CpimHeader::value)
                .containsExactly("<sip:one@x>", "<sip:two@x>");
        assertThat(imdn.first(CpimHeader.IMDN, "Disposition-Notification")).isEmpty();
        assertThat(ImdnRequest.isNotification(imdn)).isTrue();
    }

    private static CpimMessage message(String headers) throws CpimException {
        return parse("From: <im:alice@x>\nTo: <im:bob@x>\nNS: imdn <urn:ietf:params:imdn>\n" + headers
                + "\n\nContent-type: text/plain\n\nhi");
    }

    private static CpimMessage parse(String text) throws CpimException {
        return CpimMessage.parse(Bytes.utf8(text.replace("\n", "\r\n")));
    }

    private static Document parse(Bytes xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.toArray()));
    }

    private static String text(Document document, String name) {
        return document.getElementsByTagNameNS("urn:ietf:params:xml:ns:imdn", name)
                .item(0)
                .getTextContent();
    }
}
