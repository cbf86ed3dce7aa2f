package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code MESSAGE target P2PSIP/2.0} (the paper, Figure 11).
 *
 * @param target of the start line
 * @param maxForwards hops that are left, 0 to 255
 * @param from the originator; a node only over its own connection or with a valid {@code identity}
 * @param to the recipient
 * @param contact the originating node, null for an IMS user's message
 * @param callId names the message end to end
 * @param transaction of this attempt
 * @param date when the originator signed, to the second; null in the figures
 * @param contentType of the body; null when there is no body
 * @param identity the originator's, or towards a peer the CSP's, signature; null in the figures
 * @param notice what this message tells about an earlier one; null for a user's own message
 * @param via who forwarded it, oldest first
 * @param body the text, untouched
 */
public record MessageRequest(
        Party target,
        int maxForwards,
        Party from,
        Party to,
        @Nullable NodeId contact,
        CallId callId,
        Transaction transaction,
        @Nullable Instant date,
        @Nullable String contentType,
        @Nullable Identity identity,
        @Nullable Notice notice,
        List<NodeContact> via,
        Bytes body)
        implements TextMessage {

    /** Max-Forwards of a new message (RFC 3261 §8.1.1.6). */
    public static final int INITIAL_MAX_FORWARDS = 70;

    /** Copies the list. */
    public MessageRequest {
        via = List.copyOf(via);
    }

    /** The same message as a fresh attempt. */
    public MessageRequest withTransaction(Transaction fresh) {
        return new MessageRequest(
                target, maxForwards, from, to, contact, callId, fresh, date, contentType, identity, notice, via, body);
    }

    /** The same message under a signature. */
    public MessageRequest withIdentity(@Nullable Identity signed) {
        return new MessageRequest(
                target,
                maxForwards,
                from,
                to,
                contact,
                callId,
                transaction,
                date,
                contentType,
                signed,
                notice,
                via,
                body);
    }

    /** The same message one hop on: {@code Max-Forwards} less one, the forwarder appended to {@code Via}. */
    public MessageRequest forwardedBy(NodeContact forwarder, Transaction fresh) {
        List<NodeContact> longer = new java.util.ArrayList<>(via);
        longer.add(forwarder);
        return new MessageRequest(
                target,
                maxForwards - 1,
                from,
                to,
                contact,
                callId,
                fresh,
                date,
                contentType,
                identity,
                notice,
                longer,
                body);
    }
}
