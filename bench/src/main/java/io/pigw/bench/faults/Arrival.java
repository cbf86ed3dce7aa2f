package io.pigw.bench.faults;

import io.netty.buffer.ByteBuf;
import io.pigw.bench.load.NumberedText;
import io.pigw.p2psip.message.Notice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request as the IMS core got it, before anybody looks whether it came before.
 *
 * @param millis when, since 1970
 * @param user whom it is for, by the request's URI
 * @param number of the message; none of a notice
 * @param name what a resend repeats: Call-ID, From tag, CSeq and branch
 * @param toldOf the Call-ID of the message that a notice is about
 * @param kind what a notice tells
 */
record Arrival(
        long millis,
        String user,
        OptionalLong number,
        Name name,
        @Nullable String toldOf,
        Notice.@Nullable Kind kind) {

    /**
     * What tells whether two requests are the same one (RFC 3261 §8.2.2.2, §17.2.3).
     *
     * @param from the whole line, with its tag
     */
    record Name(String callId, String from, String cseq, String branch) {}

    /** Hands on what is a MESSAGE; for the sink's loop. */
    static Consumer<ByteBuf> reader(Consumer<Arrival> then) {
        return request -> {
            String text = request.toString(StandardCharsets.UTF_8);
            if (text.startsWith("MESSAGE ")) {
                then.accept(parse(text, System.currentTimeMillis()));
            }
        };
    }

    static Arrival parse(String request, long millis) {
        int end = request.indexOf("\r\n\r\n");
        List<String> lines = request.substring(0, Math.max(end, 0)).lines().toList();
        String body = end < 0 ? "" : request.substring(end + 4);
        Name name = new Name(value(lines, "Call-ID"), value(lines, "From"), value(lines, "CSeq"), branch(lines));
        String toldOf = value(lines, "In-Reply-To");
        return new Arrival(
                millis, user(request), NumberedText.number(body), name, toldOf.isEmpty() ? null : toldOf, kind(body));
    }

    private static String user(String request) {
        String uri = request.substring("MESSAGE ".length());
        return uri.substring(uri.indexOf(':') + 1, Math.max(uri.indexOf('@'), uri.indexOf(':') + 1));
    }

    private static Notice.@Nullable Kind kind(String body) {
        if (body.startsWith("unreachable ")) {
            return Notice.Kind.UNREACHABLE;
        }
        return body.startsWith("unconfirmed ") ? Notice.Kind.UNCONFIRMED : null;
    }

    private static String branch(List<String> lines) {
        String via = value(lines, "Via");
        int at = via.indexOf("branch=");
        return at < 0 ? "" : via.substring(at).split("[;,]", 2)[0];
    }

    /** The value of the first header field of that name; empty if there is none. */
    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .findFirst()
                .map(line -> line.substring(name.length() + 1).strip())
                .orElse("");
    }
}
