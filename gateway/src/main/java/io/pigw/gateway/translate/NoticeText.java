package io.pigw.gateway.translate;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Notice;

/** The words of a notice (the paper, §2.7 and §3.3: "unreachable peer"). */
final class NoticeText {

    static final String CONTENT_TYPE = "text/plain";

    private NoticeText() {}

    /** What became of a message to the target. Only what was surely not delivered is called unreachable. */
    static Bytes of(Notice.Kind kind, Party target) {
        return Bytes.utf8(
                switch (kind) {
                    case UNREACHABLE -> "unreachable peer: " + target;
                    case UNCONFIRMED -> "unconfirmed delivery: " + target + " may or may not have your message";
                });
    }
}
