package io.pigw.bench.server;

import io.pigw.bench.load.NumberedText;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Notice;
import io.pigw.peer.inbox.ReceivedMessage;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has in its inbox, in a line of a file.
 *
 * @param owner of the inbox
 * @param number of a message of a bench; none of any other
 * @param notice what it tells of a message of the peer's own, if it does
 */
public record InboxLine(
        NodeId owner, OptionalLong number, @Nullable Notice notice) {

    private static final String NONE = "-";
    private static final int WORDS = 4;

    static InboxLine of(NodeId owner, ReceivedMessage message) {
        return new InboxLine(owner, NumberedText.number(message.body().toUtf8()), message.notice());
    }

    String line() {
        return owner + " " + (number.isPresent() ? Long.toHexString(number.getAsLong()) : NONE) + " "
                + (notice == null
                        ? NONE + " " + NONE
                        : notice.kind() + " " + notice.inReplyTo().value());
    }

    /** Reads what {@link #line} wrote. */
    public static InboxLine parse(String line) {
        String[] words = line.split(" ", WORDS);
        return new InboxLine(
                NodeId.parse(words[0]),
                words[1].equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(words[1], 16)),
                words[2].equals(NONE) ? null : new Notice(Notice.Kind.valueOf(words[2]), new CallId(words[3])));
    }
}
