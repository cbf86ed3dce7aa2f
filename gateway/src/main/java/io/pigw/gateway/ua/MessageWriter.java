package io.pigw.gateway.ua;

import io.pigw.gateway.sip.SipText;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import java.nio.charset.StandardCharsets;

/** Writes a MESSAGE (RFC 3428 §4): no Contact, no dialog. */
final class MessageWriter {

    private final HostPort advertised;

    MessageWriter(HostPort advertised) {
        this.advertised = advertised;
    }

    /** Request line and the header fields that make the transaction. */
    String head(OutgoingMessage message, UaConfig.Transport transport) {
        return "MESSAGE " + message.requestUri() + " SIP/2.0\r\n"
                + "Via: SIP/2.0/" + transport.name() + " " + advertised + ";branch=" + message.branch() + ";rport\r\n"
                + "Max-Forwards: " + message.maxForwards() + "\r\n"
                + "From: <" + message.fromUri() + ">;tag=" + message.fromTag() + "\r\n"
                + "To: <" + message.toUri() + ">\r\n"
                + "Call-ID: " + message.callId() + "\r\n"
                + "CSeq: " + message.cseq() + " MESSAGE\r\n";
    }

    /** All of it. */
    Bytes whole(String head, OutgoingMessage message) {
        StringBuilder text = new StringBuilder(head);
        message.assertedIdentity()
                .ifPresent(
                        uri -> text.append("P-Asserted-Identity: <").append(uri).append(">\r\n"));
        message.date()
                .ifPresent(
                        date -> text.append("Date: ").append(SipText.date(date)).append("\r\n"));
        text.append("Content-Type: ").append(message.contentType()).append("\r\n");
        text.append("Content-Length: ").append(message.body().size()).append("\r\n\r\n");
        byte[] front = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] body = message.body().toArray();
        byte[] all = new byte[front.length + body.length];
        System.arraycopy(front, 0, all, 0, front.length);
        System.arraycopy(body, 0, all, front.length, body.length);
        return Bytes.copyOf(all);
    }
}
