package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of one head within the limits. What would break a line or a limit is refused with
 * IllegalArgumentException: no field of a record can smuggle in a header.
 */
final class HeadWriter {

    private static final short CRLF = '\r' << 8 | '\n';
    private static final short COLON = ':' << 8 | ' ';

    private final ByteBuf out;
    private final Limits limits;
    private final int start;
    private int lineStart;
    private int headers;

    HeadWriter(ByteBuf out, Limits limits) {
        this.out = out;
        this.limits = limits;
        this.start = out.writerIndex();
        this.lineStart = start;
        this.headers = -1;
    }

    ByteBuf out() {
        return out;
    }

    Limits limits() {
        return limits;
    }

    void startLine(String line) {
        write(line);
        endLine();
    }

    void header(HeaderName name, String value) {
        begin(name);
        write(value);
        endLine();
    }

    void header(HeaderName name, long value) {
        begin(name);
        ByteBufUtil.writeAscii(out, Long.toString(value));
        endLine();
    }

    /** Elements joined by blanks. */
    void words(HeaderName name, List<?> elements) {
        header(name, elements.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    void optional(HeaderName name, @Nullable Object value) {
        if (value != null) {
            header(name, value.toString());
        }
    }

    void transaction(Transaction transaction) {
        if (transaction.isPresent()) {
            header(HeaderName.TRANSACTION, transaction.toString());
        }
    }

    void identity(Identity identity) {
        header(HeaderName.IDENTITY, Values.base64(identity.signature()));
        header(HeaderName.IDENTITY_INFO, Values.base64(identity.certificate()));
    }

    /** The ID and the address in three headers, as in Figure 5. */
    void contact(HeaderName id, HeaderName ip, HeaderName port, NodeContact contact) {
        header(id, contact.id().toString());
        header(ip, contact.address().host());
        header(port, contact.address().port());
    }

    /** Elements joined by semicolons as in Figure 11; a new line of the same name where the first is full. */
    void contacts(HeaderName name, List<NodeContact> contacts, int max) {
        if (contacts.size() > max) {
            throw new IllegalArgumentException(name.wire() + " has more than " + max + " elements");
        }
        boolean open = false;
        for (NodeContact contact : contacts) {
            String element = contact.toString();
            if (open && out.writerIndex() - lineStart + 1 + element.length() > limits.maxLineBytes()) {
                endLine();
                open = false;
            }
            if (open) {
                out.writeByte(';');
            } else {
                begin(name);
                open = true;
            }
            write(element);
        }
        if (open) {
            endLine();
        }
    }

    /** The empty line. */
    void end() {
        out.writeShort(CRLF);
        if (out.writerIndex() - start > limits.maxHeadBytes()) {
            throw new IllegalArgumentException("the head is over " + limits.maxHeadBytes() + " bytes");
        }
    }

    private void begin(HeaderName name) {
        ByteBufUtil.writeAscii(out, name.wire());
        out.writeShort(COLON);
    }

    private void write(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == 0x7f) {
                throw new IllegalArgumentException("a value holds a control character");
            }
            if (c == Head.NO_TEXT) {
                throw new IllegalArgumentException("a value holds U+FFFD, which no reader takes");
            }
        }
        ByteBufUtil.writeUtf8(out, value);
    }

    private void endLine() {
        if (out.writerIndex() - lineStart > limits.maxLineBytes()) {
            throw new IllegalArgumentException("a line is over " + limits.maxLineBytes() + " bytes");
        }
        headers++;
        if (headers > limits.maxHeaders()) {
            throw new IllegalArgumentException("more than " + limits.maxHeaders() + " header lines");
        }
        out.writeShort(CRLF);
        lineStart = out.writerIndex();
    }
}
