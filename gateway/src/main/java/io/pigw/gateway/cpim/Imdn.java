package io.pigw.gateway.cpim;

import io.pigw.p2psip.Bytes;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes delivery notifications (RFC 5438 §7.2.1.1, §11). */
public final class Imdn {

    /** Media type of the document within. */
    public static final String TYPE = "message/imdn+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:imdn";

    /** What became of the message. */
    public enum Status {
        /** The recipient has it. */
        DELIVERED("delivered"),
        /** The recipient does not have it. */
        FAILED("failed"),
        /** Nobody knows. */
        ERROR("error");

        private final String element;

        Status(String element) {
            this.element = element;
        }
    }

    private Imdn() {}

    /**
     * The notification. It asks for none itself.
     *
     * @param messageId its own
     * @param from URI of the recipient that it is about
     * @param to URI of the sender that asked
     * @param sent when the message was sent, if it does not say so itself
     * @param now when this is written
     */
    public static CpimMessage write(
            ImdnRequest request, Status status, String messageId, String from, String to, Instant sent, Instant now) {
        List<CpimHeader> headers = new ArrayList<>();
        headers.add(CpimHeader.core("From", "<" + from + ">"));
        headers.add(CpimHeader.core("To", "<" + to + ">"));
        headers.add(CpimHeader.core("DateTime", text(now)));
        headers.add(CpimHeader.core("NS", "imdn <" + CpimHeader.IMDN + ">"));
        headers.add(CpimHeader.imdn("Message-ID", messageId));
        request.recordRoutes().forEach(uri -> headers.add(CpimHeader.imdn("IMDN-Route", "<" + uri + ">")));
        Bytes document = Bytes.utf8(document(request, status, from, sent));
        List<CpimHeader> contentHeaders = List.of(
                content("Content-Type", TYPE),
                content("Content-Disposition", "notification"),
                content("Content-Length", Integer.toString(document.size())));
        return new CpimMessage(headers, contentHeaders, document);
    }

    private static CpimHeader content(String name, String value) {
        return new CpimHeader(CpimMessage.MIME, name, value, name + ": " + value);
    }

    private static String document(ImdnRequest request, Status status, String recipient, Instant sent) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("imdn");
            xml.writeDefaultNamespace(NAMESPACE);
            element(xml, "message-id", request.messageId());
            element(xml, "datetime", request.dateTime().orElseGet(() -> text(sent)));
            element(xml, "recipient-uri", request.to().orElse(recipient));
            if (request.originalTo().isPresent()) {
                element(xml, "original-recipient-uri", request.originalTo().get());
            }
            if (request.subject().isPresent()) {
                element(xml, "subject", request.subject().get());
            }
            xml.writeStartElement("delivery-notification");
            xml.writeStartElement("status");
            xml.writeEmptyElement(status.element);
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text is written to memory", e);
        }
        return out.toString();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    /** Without the characters that XML 1.0 (§2.2) has no way to write. */
    private static String legal(String text) {
        return text.codePoints()
                .filter(c -> c == '\t' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
