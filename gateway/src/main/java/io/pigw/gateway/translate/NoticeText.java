package io.pigw.gateway.translate;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Notice;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The words of a notice (the paper, §2.7 and §3.3: "unreachable peer"). */
final class NoticeText {

    static final String CONTENT_TYPE = "text/plain";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private NoticeText() {}

    /**
     * What became of a message to the target. Only what was surely not delivered is called unreachable.
     *
     * @param sent the message's date: a person knows it by that, not by its Call-ID
     */
    static Bytes of(Notice.Kind kind, Party target, Optional<Instant> sent) {
        String message =
                "your message" + sent.map(date -> " of " + TIME.format(date)).orElse("");
        return Bytes.utf8(
                switch (kind) {
                    case UNREACHABLE -> "unreachable peer: " + target + " does not have " + message;
                    case UNCONFIRMED -> "unconfirmed delivery: " + target + " may or may not have " + message;
                });
    }
}
