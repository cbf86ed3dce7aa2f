package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.NameMessage;
import java.util.List;

/** Resolution of user names. */
final class NameCodec {

    private NameCodec() {}

    /** Reads a message of one of this family's types. */
    static NameMessage read(String type, Head head, ByteBuf body) throws DecodeException {
        Values.noBody(body);
        Transaction transaction = Values.transaction(head);
        return switch (type) {
            case SessionLine.FETCH -> new NameMessage.Fetch(transaction, user(head.text(HeaderName.USER)));
            case SessionLine.FETCH_ANSWER ->
                new NameMessage.FetchAnswer(
                        transaction,
                        head.has(HeaderName.NODES)
                                ? Values.nodeIds(head.text(HeaderName.NODES), NameMessage.MAX_NODES)
                                : List.of());
            default -> throw new IllegalArgumentException("not a message about names");
        };
    }

    static void write(NameMessage message, HeadWriter head) {
        switch (message) {
            case NameMessage.Fetch fetch -> {
                head.startLine(SessionLine.PREFIX + SessionLine.FETCH);
                head.transaction(fetch.transaction());
                head.header(HeaderName.USER, fetch.user().toString());
            }
            case NameMessage.FetchAnswer answer -> {
                head.startLine(SessionLine.PREFIX + SessionLine.FETCH_ANSWER);
                head.transaction(answer.transaction());
                if (!answer.nodes().isEmpty()) {
                    head.words(HeaderName.NODES, answer.nodes());
                }
            }
        }
        head.header(HeaderName.CONTENT_LENGTH, 0);
        head.end();
    }

    private static Party.User user(String text) throws DecodeException {
        if (Party.parse(text) instanceof Party.User user) {
            return user;
        }
        throw new DecodeException(Rule.BAD_VALUE, "User is not user@host");
    }
}
