package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.PingTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values that several messages share. IllegalArgumentException means that one is malformed. */
final class Values {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_INT_DIGITS = 9;
    private static final int MAX_LONG_DIGITS = 18;

    private Values() {}

    static Transaction transaction(Head head) throws DecodeException {
        String text = head.optionalText(HeaderName.TRANSACTION);
        return text == null ? Transaction.ABSENT : Transaction.parse(text);
    }

    static CallId callId(Head head) throws DecodeException {
        return new CallId(head.text(HeaderName.CALL_ID));
    }

    static NodeId nodeId(Head head, HeaderName name) throws DecodeException {
        return NodeId.parse(head.text(name));
    }

    /** Absent, as in Figure 5, is that of a new message. */
    static int maxForwards(Head head) throws DecodeException {
        int initial = MessageRequest.INITIAL_MAX_FORWARDS;
        return head.number(HeaderName.MAX_FORWARDS, initial, initial);
    }

    /** A node and its address from three headers, as in Figure 5. */
    static NodeContact contact(Head head, HeaderName id, HeaderName ip, HeaderName port) throws DecodeException {
        return new NodeContact(nodeId(head, id), new HostPort(head.text(ip), (int) head.number(port, MAX_PORT)));
    }

    /** A node and its address from {@code Contact: ID host:port}. */
    static NodeContact contact(Head head) throws DecodeException {
        return NodeContact.parse(head.text(HeaderName.CONTACT));
    }

    /** {@code ID host:port;ID host:port}, as in Figure 11. */
    static List<NodeContact> contacts(Head head, HeaderName name, int max) throws DecodeException {
        if (!head.has(name)) {
            return List.of();
        }
        List<NodeContact> contacts = new ArrayList<>();
        head.eachElement(name, ';', max, element -> contacts.add(NodeContact.parse(element.strip())));
        return contacts;
    }

    /** {@code 512 600 586}. */
    static List<NodeId> nodeIds(String text, int max) throws DecodeException {
        List<NodeId> ids = new ArrayList<>();
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = text.indexOf(' ', start);
            end = end < 0 ? text.length() : end;
            if (ids.size() == max) {
                throw new DecodeException(Rule.TOO_MANY_ENTRIES, "more than " + max + " node IDs");
            }
            ids.add(NodeId.parse(text.substring(start, end)));
        }
        return ids;
    }

    /** Both headers or neither. */
    static @Nullable Identity optionalIdentity(Head head) throws DecodeException {
        return head.has(HeaderName.IDENTITY) || head.has(HeaderName.IDENTITY_INFO) ? identity(head) : null;
    }

    static Identity identity(Head head) throws DecodeException {
        return new Identity(base64(head.text(HeaderName.IDENTITY)), base64(head.text(HeaderName.IDENTITY_INFO)));
    }

    /** Milliseconds since 1970, plain digits. */
    static Instant milliseconds(String digits) {
        long millis = isPlain(digits, MAX_LONG_DIGITS) ? Long.parseLong(digits) : -1;
        if (millis < 0 || millis > PingTerms.MAX_EXPIRES.toEpochMilli()) {
            throw new IllegalArgumentException("a time is milliseconds in the years 1970 to 9999");
        }
        return Instant.ofEpochMilli(millis);
    }

    /** Plain digits, at most nine. */
    static int smallNumber(String digits) {
        if (!isPlain(digits, MAX_INT_DIGITS)) {
            throw new IllegalArgumentException("a number has 1 to 9 digits");
        }
        return Integer.parseInt(digits);
    }

    private static boolean isPlain(String digits, int most) {
        return !digits.isEmpty() && digits.length() <= most && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static Bytes base64(String text) {
        return Bytes.copyOf(Base64.getDecoder().decode(text));
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** Of a message whose type has no body. */
    static void noBody(ByteBuf body) throws DecodeException {
        if (body.isReadable()) {
            throw new DecodeException(Rule.BAD_BODY, "this type of message has no body");
        }
    }

    /** Of a message whose body, if any, is of one type alone. */
    static void bodyOf(String contentType, Head head, ByteBuf body) throws DecodeException {
        if (body.isReadable() && !contentType.equalsIgnoreCase(head.optionalText(HeaderName.CONTENT_TYPE))) {
            throw new DecodeException(Rule.BAD_BODY, "the body is not of type " + contentType);
        }
    }
}
