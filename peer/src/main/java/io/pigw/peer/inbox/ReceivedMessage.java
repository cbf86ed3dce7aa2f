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
 * @param contentType null when there is no body; of an encrypted message that of what was within
 * @param body untouched; decrypted if it was encrypted to this node
 * @param notice what it tells of a message that this peer sent; null for a user's own message
 * @param encrypted whether it came encrypted to this node
 * @param receivedAt when it was accepted, to the millisecond
 */
public record ReceivedMessage(
        Party from,
        CallId callId,
        Party to,
        @Nullable String contentType,
        Bytes body,
        @Nullable Notice notice,
        boolean encrypted,
        Instant receivedAt) {}
