package io.pigw.gateway.outbox;

import io.pigw.p2psip.message.Notice;
import java.time.Instant;
import java.util.Optional;

/** Writes what the sender of a message is told when it could not be delivered (the paper, §2.7). */
@FunctionalInterface
public interface NoticeWriter {

    /** The notice; none where the sender has no address that it could go to. Never asked about a notice. */
    Optional<Draft> noticeOf(Entry entry, Notice.Kind kind, Instant now);
}
