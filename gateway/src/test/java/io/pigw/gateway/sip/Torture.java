package io.pigw.gateway.sip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message of RFC 4475 or RFC 5118 and what has to become of it.
 *
 * @param section of the document
 * @param written as printed there
 * @param asMessage with the method MESSAGE in its place; a verdict of {@code -} where that makes no sense
 * @param digest the beginning of the SHA-256 of the octets in the archive of RFC 4475, Appendix A, in hexadecimal
 */
public record Torture(
        String document, String section, String id, Outcome written, Outcome asMessage, Optional<String> digest) {

    /**
     * What becomes of it.
     *
     * @param verdict {@code request}, {@code response}, or the label of the rule that it breaks
     * @param status of the application server's answer, if there is one
     */
    public record Outcome(String verdict, Optional<Integer> status) {}

    private static final Pattern TOP_VIA = Pattern.compile("\r\n(?:v|via)[ \t]*:", Pattern.CASE_INSENSITIVE);
    private static final Pattern SENT =
            Pattern.compile("(SIP\\s*/\\s*[\\d.]+\\s*/\\s*)(\\w+)(\\s+)([^\\s;,]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CSEQ =
            Pattern.compile("(\r\ncseq[ \t]*:\\s*\\d+\\s+)(\\S+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LENGTH =
            Pattern.compile("(\r\n(?:l|content-length)[ \t]*:[ \t]*)(\\d+)", Pattern.CASE_INSENSITIVE);

    public static List<Torture> all() {
        List<Torture> all = new ArrayList<>();
        for (String line : resource("messages.txt").split("\n", -1)) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] columns = line.split(" *\\| *", -1);
                all.add(new Torture(
                        columns[0],
                        columns[1],
                        columns[2],
                        outcome(columns[3], columns[4]),
                        outcome(columns[5], columns[6]),
                        optional(columns[7])));
            }
        }
        return all;
    }

    public static Torture of(String id) {
        return all().stream()
                .filter(message -> message.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no message " + id));
    }

    /** What the application has to read in it as a MESSAGE: Request-URI, From, its tag or -, To, Call-ID, CSeq, Max-Forwards. */
    public List<String> fields() {
        for (String line : resource("fields.txt").split("\n", -1)) {
            List<String> columns = List.of(line.split(" \\| ", -1));
            if (columns.getFirst().equals(id)) {
                return columns.subList(1, columns.size()).stream()
                        .map(TortureMarkup::octets)
                        .toList();
            }
        }
        throw new AssertionError("no fields of " + id);
    }

    /** The body of a message: as long as Content-Length says, or all that is left. */
    public static byte[] body(String octets) {
        String rest = octets.substring(octets.indexOf("\r\n\r\n") + 4);
        Matcher length = LENGTH.matcher(octets);
        int counted = length.find() ? Integer.parseInt(length.group(2)) : rest.length();
        return bytes(rest.substring(0, counted));
    }

    private static Outcome outcome(String verdict, String status) {
        return new Outcome(verdict, optional(status).map(Integer::valueOf));
    }

    private static Optional<String> optional(String column) {
        return Optional.of(column).filter(text -> !text.equals("-"));
    }

    /** The octets, one to a character, as the document has them. */
    public String octets() {
        return TortureMarkup.octets(resource(document + "/" + id + ".txt"));
    }

    /** The octets as they would come over a transport, and with a body as long as Content-Length says in RFC 5118's three. */
    public String over(String transport) {
        String octets = octets();
        return viaOver(document.equals("rfc5118") ? counted(octets) : octets, transport);
    }

    /** With the method MESSAGE in the start line, and in CSeq if it was the same there. */
    public static String asMessage(String octets) {
        String method = octets.substring(0, octets.indexOf(' '));
        Matcher cseq = CSEQ.matcher(octets);
        String changed = cseq.find() && cseq.group(2).equals(method)
                ? octets.substring(0, cseq.start(2)) + "MESSAGE" + octets.substring(cseq.end(2))
                : octets;
        return "MESSAGE" + changed.substring(method.length());
    }

    /** With the right Content-Length. */
    public static String counted(String octets) {
        int body = octets.indexOf("\r\n\r\n") + 4;
        return LENGTH.matcher(octets).replaceFirst("$1" + (octets.length() - body));
    }

    /** With another transport in the topmost Via, which asks for the answer at the port that it came from (RFC 3581). */
    private static String viaOver(String octets, String transport) {
        Matcher via = TOP_VIA.matcher(octets);
        if (!via.find()) {
            return octets;
        }
        Matcher sent = SENT.matcher(octets);
        if (!sent.find(via.end())) {
            throw new AssertionError("no sent-by in " + octets);
        }
        return octets.substring(0, sent.start())
                + sent.group(1)
                + transport
                + sent.group(3)
                + sent.group(4)
                + ";rport"
                + octets.substring(sent.end());
    }

    public static byte[] bytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Torture.class.getResourceAsStream("/torture/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return document + " §" + section + " " + id;
    }
}
