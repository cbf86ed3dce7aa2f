package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.ProtocolVersion;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.Fence;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code MESSAGE} and its response (the paper, Figures 11 and 12). */
final class TextCodec {

    /** How the start line of a request begins. */
    static final String MESSAGE = "MESSAGE ";

    /** How the start line of a response begins. */
    static final String RESPONSE = ProtocolVersion.START_LINE + " ";

    private static final String METHOD = "MESSAGE";
    private static final int CODE_DIGITS = 3;

    private TextCodec() {}

    static MessageRequest readRequest(Head head, ByteBuf body) throws DecodeException {
        String line = head.startLine(MESSAGE.length());
        int blank = line.indexOf(' ');
        if (blank <= 0) {
            throw new DecodeException(Rule.BAD_START_LINE, "expected 'MESSAGE target " + RESPONSE.strip() + "'");
        }
        if (!line.substring(blank + 1).equals(ProtocolVersion.START_LINE)) {
            throw new DecodeException(Rule.BAD_VERSION, "not " + ProtocolVersion.START_LINE);
        }
        checkCSeq(head);
        String contact = head.optionalText(HeaderName.CONTACT);
        String date = head.optionalText(HeaderName.DATE);
        return new MessageRequest(
                Party.parse(line.substring(0, blank)),
                Values.maxForwards(head),
                Party.parse(head.text(HeaderName.FROM)),
                Party.parse(head.text(HeaderName.TO)),
                contact == null ? null : NodeId.parse(contact),
                Values.callId(head),
                Values.transaction(head),
                date == null ? null : SipDate.parse(date),
                head.optionalText(HeaderName.CONTENT_TYPE),
                Values.optionalIdentity(head),
                notice(head),
                Fence.parseOptional(head.optionalText(HeaderName.FENCE)),
                Values.contacts(head, HeaderName.VIA, head.limits().maxEntries()),
                Bytes.read(body, body.readableBytes()));
    }

    static Response readResponse(Head head, ByteBuf body) throws DecodeException {
        Values.noBody(body);
        String contact = head.optionalText(HeaderName.CONTACT);
        NodeContact redirect = contact != null && contact.indexOf(' ') >= 0 ? NodeContact.parse(contact) : null;
        return new Response(
                status(head.startLine(RESPONSE.length())),
                Values.transaction(head),
                head.has(HeaderName.CALL_ID) ? Values.callId(head) : null,
                party(head, HeaderName.FROM),
                party(head, HeaderName.TO),
                redirect != null ? redirect.id() : contact != null ? NodeId.parse(contact) : null,
                redirect != null ? redirect.address() : null,
                head.number(HeaderName.RETRY_AFTER, Response.MAX_RETRY_AFTER_SECONDS, 0),
                Values.contacts(head, HeaderName.VIA, head.limits().maxEntries()));
    }

    static void write(MessageRequest message, HeadWriter head) {
        head.startLine(MESSAGE + message.target() + " " + ProtocolVersion.START_LINE);
        head.header(HeaderName.MAX_FORWARDS, message.maxForwards());
        head.header(HeaderName.CSEQ, METHOD);
        head.header(HeaderName.CONTENT_LENGTH, message.body().size());
        head.optional(HeaderName.CONTACT, message.contact());
        head.header(HeaderName.FROM, message.from().toString());
        head.header(HeaderName.TO, message.to().toString());
        head.header(HeaderName.CALL_ID, message.callId().value());
        head.contacts(HeaderName.VIA, message.via(), head.limits().maxEntries());
        Instant date = message.date();
        if (date != null) {
            head.header(HeaderName.DATE, SipDate.format(date));
        }
        head.optional(HeaderName.CONTENT_TYPE, message.contentType());
        head.transaction(message.transaction());
        Identity identity = message.identity();
        if (identity != null) {
            head.identity(identity);
        }
        Notice notice = message.notice();
        if (notice != null) {
            head.header(HeaderName.NOTICE, notice.kind().name().toLowerCase(Locale.ROOT));
            head.header(HeaderName.IN_REPLY_TO, notice.inReplyTo().value());
        }
        head.optional(HeaderName.FENCE, message.fence());
        head.end();
        message.body().writeTo(head.out());
    }

    static void write(Response response, HeadWriter head) {
        Status status = response.status();
        String code = status.code() + " " + status.reason();
        head.startLine(RESPONSE + code);
        head.optional(HeaderName.TO, response.to());
        head.optional(HeaderName.FROM, response.from());
        NodeId contact = response.contact();
        if (contact != null) {
            String address = response.contactAddress() == null ? "" : " " + response.contactAddress();
            head.header(HeaderName.CONTACT, contact + address);
        }
        head.header(HeaderName.CSEQ, code);
        head.header(HeaderName.CONTENT_LENGTH, 0);
        head.contacts(HeaderName.VIA, response.via(), head.limits().maxEntries());
        head.optional(HeaderName.CALL_ID, response.callId());
        head.transaction(response.transaction());
        if (response.retryAfterSeconds() > 0) {
            head.header(HeaderName.RETRY_AFTER, response.retryAfterSeconds());
        }
        head.end();
    }

    private static @Nullable Party party(Head head, HeaderName name) throws DecodeException {
        String text = head.optionalText(name);
        return text == null ? null : Party.parse(text);
    }

    /** {@code MESSAGE} as in Figure 11, or with SIP's number before it. */
    private static void checkCSeq(Head head) throws DecodeException {
        String text = head.optionalText(HeaderName.CSEQ);
        if (text == null || text.equals(METHOD)) {
            return;
        }
        int blank = text.indexOf(' ');
        boolean numbered = blank > 0 && blank <= 10 && NodeId.isDecimal(text.substring(0, blank));
        if (!numbered || !text.substring(blank + 1).strip().equals(METHOD)) {
            throw new DecodeException(Rule.BAD_VALUE, "CSeq is not of a MESSAGE");
        }
    }

    private static Status status(String line) throws DecodeException {
        String code = line.substring(0, Math.min(CODE_DIGITS, line.length()));
        boolean ends = line.length() == CODE_DIGITS || line.length() > CODE_DIGITS && line.charAt(CODE_DIGITS) == ' ';
        if (!ends || !NodeId.isDecimal(code)) {
            throw new DecodeException(Rule.BAD_START_LINE, "expected a code of three digits and a reason");
        }
        String reason = line.length() > CODE_DIGITS ? line.substring(CODE_DIGITS + 1) : "";
        int number = Integer.parseInt(code);
        return number == Status.OK.code() && reason.equals(Status.OK.reason()) ? Status.OK : new Status(number, reason);
    }

    private static @Nullable Notice notice(Head head) throws DecodeException {
        if (!head.has(HeaderName.NOTICE) && !head.has(HeaderName.IN_REPLY_TO)) {
            return null;
        }
        CallId inReplyTo = new CallId(head.text(HeaderName.IN_REPLY_TO));
        return switch (head.text(HeaderName.NOTICE)) {
            case "unreachable" -> new Notice(Notice.Kind.UNREACHABLE, inReplyTo);
            case "unconfirmed" -> new Notice(Notice.Kind.UNCONFIRMED, inReplyTo);
            default -> throw new DecodeException(Rule.BAD_VALUE, "Notice is neither unreachable nor unconfirmed");
        };
    }
}
