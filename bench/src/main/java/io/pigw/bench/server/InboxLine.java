package io.pigw.bench.server;

import io.pigw.bench.load.NumberedText;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.message.Notice;
import io.pigw.peer.inbox.ReceivedMessage;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has in its inbox, in a line of a file.
 *
 * @param number of a message of a bench; none of any other
 * @param notice what it tells of a message of the peer's own, if it does
 */
public record InboxLine(OptionalLong number, @Nullable Notice notice) {

    private static final String NONE = "-";
    private static final int WORDS = 3;

    static InboxLine of(ReceivedMessage message) {
        return new InboxLine(NumberedText.number(message.body().toUtf8()), message.notice());
    }

    String line() {
        return (number.isPresent() ? Long.toHexString(number.getAsLong()) : NONE) + " "
                + (notice == null
                        ? NONE + " " + NONE
                        : notice.kind() + " " + notice.inReplyTo().value());
    }

    /** Reads what {@link #line} wrote. */
    public static InboxLine parse(String line) {
        String[] words = line.split(" ", WORDS);
        return new InboxLine(
                words[0].equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(words[0], 16)),
                words[1].equals(NONE) ? null : new Notice(Notice.Kind.valueOf(words[1]), new CallId(words[2])));
    }
}
