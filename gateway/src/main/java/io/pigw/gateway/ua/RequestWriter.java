package io.pigw.gateway.ua;

import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.sip.HeaderField;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Writes a request for one hop. Pure. */
final class RequestWriter {

    private final Function<Transport, HostPort> advertised;

    /**
     * @param advertised what Via says
     */
    RequestWriter(Function<Transport, HostPort> advertised) {
        this.advertised = advertised;
    }

    /** Request line and the header fields that make the transaction. */
    String head(SipRequest request, Transport transport, String branch) {
        return request.method() + " " + request.requestUri() + " SIP/2.0\r\n"
                + "Via: SIP/2.0/" + transport.name() + " " + advertised.apply(transport) + ";branch=" + branch
                + ";rport\r\n"
                + "Max-Forwards: " + request.maxForwards() + "\r\n"
                + "From: <" + request.fromUri() + ">;tag=" + request.fromTag() + "\r\n"
                + "To: <" + request.toUri() + ">\r\n"
                + "Call-ID: " + request.callId() + "\r\n"
                + "CSeq: " + request.cseq() + " " + request.method() + "\r\n";
    }

    /** All of it. */
    Bytes whole(String head, SipRequest request) {
        StringBuilder text = new StringBuilder(head);
        request.route().routes().forEach(route -> field(text, "Route", route));
        for (HeaderField field : request.fields()) {
            field(text, field.name(), field.value());
        }
        request.content().ifPresent(content -> field(text, "Content-Type", content.type()));
        byte[] body = request.content().map(content -> content.body().toArray()).orElse(new byte[0]);
        field(text, "Content-Length", Integer.toString(body.length));
        byte[] front = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[front.length + body.length];
        System.arraycopy(front, 0, all, 0, front.length);
        System.arraycopy(body, 0, all, front.length, body.length);
        return Bytes.copyOf(all);
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
