package io.pigw.gateway.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An answer without a transaction, made of the request's own lines (RFC 3261 §8.2.6, §8.2.7): Via, From, To with a tag, Call-ID
 * and CSeq as far as the request has them. The same request gets the same bytes.
 */
final class StatelessReply {

    private StatelessReply() {}

    /** Writes the answer to a channel; an answer that cannot be sent is counted and forgotten. */
    static void send(SipHead request, Status status, Source source, SipChannel channel, SipMetrics metrics) {
        InetSocketAddress to = source.isDatagram()
                ? new InetSocketAddress(source.address().getAddress(), answerPort(request, source))
                : source.address();
        try {
            channel.write(write(request, status, source), to);
            metrics.count(SipMetrics.ANSWERED, Integer.toString(status.code()));
        } catch (IOException e) {
            metrics.count(SipMetrics.DROPPED, "unsendable_answer");
        }
    }

    static byte[] write(SipHead request, Status status, Source source) {
        StringBuilder reply = new StringBuilder(512);
        reply.append("SIP/2.0 ")
                .append(status.code())
                .append(' ')
                .append(status.reason())
                .append("\r\n");
        List<String> vias = request.list("Via");
        for (int i = 0; i < vias.size(); i++) {
            String via = i == 0 ? marked(vias.getFirst(), source) : vias.get(i);
            line(reply, "Via", via);
        }
        request.first("From").ifPresent(from -> line(reply, "From", from));
        request.first("To").ifPresent(to -> line(reply, "To", tagged(to, request)));
        request.first("Call-ID").ifPresent(callId -> line(reply, "Call-ID", callId));
        request.first("CSeq").ifPresent(cseq -> line(reply, "CSeq", cseq));
        status.fields().forEach(field -> line(reply, field.name(), field.value()));
        line(reply, "Content-Length", "0");
        return reply.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The port that the answer to a datagram goes to (RFC 3261 §18.2.2, RFC 3581 §4). */
    private static int answerPort(SipHead request, Source source) {
        return request.list("Via").stream()
                .findFirst()
                .flatMap(TopVia::read)
                .filter(via -> !via.rport())
                .map(TopVia::port)
                .orElse(source.address().getPort());
    }

    /** The topmost Via with {@code received} and a filled {@code rport} (RFC 3261 §18.2.1, RFC 3581 §4). */
    private static String marked(String via, Source source) {
        Optional<TopVia> read = TopVia.read(via);
        if (read.isEmpty()) {
            return via;
        }
        StringBuilder marked = new StringBuilder();
        for (String part : via.split(";", -1)) {
            String name = part.strip();
            if (isParameter(name, "rport")) {
                marked.append(";rport=").append(source.address().getPort());
            } else if (!isParameter(name, "received")) {
                marked.append(marked.isEmpty() ? "" : ";").append(part);
            }
        }
        return marked.append(";received=").append(source.host()).toString();
    }

    private static boolean isParameter(String text, String name) {
        int equals = text.indexOf('=');
        return (equals < 0 ? text : text.substring(0, equals)).strip().equalsIgnoreCase(name);
    }

    /** The To tag of every answer to this request, retransmitted or not (RFC 3261 §8.2.7). */
    static String tag(SipHead request) {
        int branch = request.list("Via").stream()
                .findFirst()
                .flatMap(TopVia::read)
                .flatMap(TopVia::branch)
                .orElse("")
                .hashCode();
        int callId = request.first("Call-ID").orElse("").hashCode();
        return HexFormat.of().toHexDigits(((long) branch << 32) | (callId & 0xffff_ffffL));
    }

    private static String tagged(String to, SipHead request) {
        if (NameAddr.read(to).flatMap(NameAddr::tag).isPresent()) {
            return to;
        }
        return to + ";tag=" + tag(request);
    }

    private static void line(StringBuilder reply, String name, String value) {
        reply.append(name).append(": ").append(value).append("\r\n");
    }
}
