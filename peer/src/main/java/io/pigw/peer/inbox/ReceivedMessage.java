package io.pigw.peer.inbox;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Notice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was received. With its Call-ID the originator is the key: the same message is kept once.
 *
 * @param from the originator
 * @param to as the originator wrote it
 * @param contentType null when there is no body
 * @param body untouched
 * @param notice what it tells of a message that this peer sent; null for a user's own message
 * @param receivedAt when it was accepted, to the millisecond
 */
public record ReceivedMessage(
        Party from,
        CallId callId,
        Party to,
        @Nullable String contentType,
        Bytes body,
        @Nullable Notice notice,
        Instant receivedAt) {}
