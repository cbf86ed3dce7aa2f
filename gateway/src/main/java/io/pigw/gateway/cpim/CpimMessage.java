package io.pigw.gateway.cpim;

import io.pigw.p2psip.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@code message/cpim} (RFC 3862 §2): headers, the content's MIME headers, the content.
 *
 * @param headers in their order, NS lines among them
 * @param contentHeaders of the content, unfolded; in namespace {@link #MIME}, without regard to case
 * @param content byte for byte
 */
public record CpimMessage(List<CpimHeader> headers, List<CpimHeader> contentHeaders, Bytes content) {

    /** Its media type. */
    public static final String TYPE = "message/cpim";

    static final String MIME = "mime";

    /** Copies the lists. */
    public CpimMessage {
        headers = List.copyOf(headers);
        contentHeaders = List.copyOf(contentHeaders);
    }

    /**
     * Reads one.
     *
     * @throws CpimException if the bytes are none, or over a limit
     */
    public static CpimMessage parse(Bytes body) throws CpimException {
        return new CpimReader(body.toArray()).read();
    }

    /** Whether a Content-Type, with or without parameters, is that of CPIM. */
    public static boolean isCpim(String contentType) {
        return mediaType(contentType).equals(TYPE);
    }

    /** The media type of a Content-Type in lower case, without parameters. */
    public static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .replace(" ", "")
                .replace("\t", "")
                .toLowerCase(Locale.ROOT);
    }

    /** The URI of its From; none where it has none. */
    public Optional<String> from() {
        return first(CpimHeader.CORE, "From").flatMap(CpimHeader::uri);
    }

    /** The media type of its content; text where it says none (RFC 2045 §5.2). */
    public String contentType() {
        return contentHeaders.stream()
                .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
                .findFirst()
                .map(header -> mediaType(header.value()))
                .orElse("text/plain");
    }

    Optional<CpimHeader> first(String namespace, String name) {
        return headers.stream().filter(header -> header.is(namespace, name)).findFirst();
    }

    /** All of it as bytes. */
    public Bytes toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.size() + 512);
        headers.forEach(header -> write(out, header));
        out.writeBytes(CpimReader.CRLF);
        contentHeaders.forEach(header -> write(out, header));
        out.writeBytes(CpimReader.CRLF);
        out.writeBytes(content.toArray());
        return Bytes.copyOf(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, CpimHeader header) {
        out.writeBytes(header.line().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(CpimReader.CRLF);
    }
}
