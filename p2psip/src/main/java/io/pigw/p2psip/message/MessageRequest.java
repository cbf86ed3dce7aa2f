package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code MESSAGE target P2PSIP/2.0} (the paper, Figure 11).
 *
 * @param target of the start line
 * @param maxForwards hops that are left, 0 to 70
 * @param from the originator; a node only over its own connection or with a valid {@code identity}
 * @param to the recipient
 * @param contact the originating node, null for an IMS user's message
 * @param callId names the message end to end
 * @param transaction of this attempt
 * @param date when the originator signed, to the second, from 1970 to 9999; null in the figures
 * @param contentType of the body, 1 to 255 printable ASCII characters; null when there is no body, and in the figures
 * @param identity the originator's, or towards a peer the CSP's, signature; null in the figures
 * @param notice what this message tells about an earlier one; null for a user's own message
 * @param fence of a gateway that shares its outbox; null for all others', and towards peers
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
        @Nullable Fence fence,
        List<NodeContact> via,
        Bytes body)
        implements TextMessage {

    /** Max-Forwards of a new message (RFC 3261 §8.1.1.6), and the greatest. */
    public static final int INITIAL_MAX_FORWARDS = 70;

    private static final int MAX_CONTENT_TYPE_LENGTH = 255;
    private static final Instant MAX_DATE = Instant.parse("9999-12-31T23:59:59Z");

    /** Checks the ranges, drops the date's fraction of a second and copies the list. */
    public MessageRequest {
        if (maxForwards < 0 || maxForwards > INITIAL_MAX_FORWARDS) {
            throw new IllegalArgumentException("Max-Forwards must be 0 to " + INITIAL_MAX_FORWARDS);
        }
        if (contentType != null && !isContentType(contentType)) {
            throw new IllegalArgumentException("Content-Type must be 1 to 255 printable ASCII characters");
        }
        if (date != null) {
            date = date.truncatedTo(ChronoUnit.SECONDS);
            if (date.isBefore(Instant.EPOCH) || date.isAfter(MAX_DATE)) {
                throw new IllegalArgumentException("Date must lie in the years 1970 to 9999");
            }
        }
        via = List.copyOf(via);
    }

    /** One without a fence. */
    public MessageRequest(
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
            Bytes body) {
        this(
                target,
                maxForwards,
                from,
                to,
                contact,
                callId,
                transaction,
                date,
                contentType,
                identity,
                notice,
                null,
                via,
                body);
    }

    /** The same message as a fresh attempt. */
    public MessageRequest withTransaction(Transaction fresh) {
        return new MessageRequest(
                target,
                maxForwards,
                from,
                to,
                contact,
                callId,
                fresh,
                date,
                contentType,
                identity,
                notice,
                fence,
                via,
                body);
    }

    /** The same message, sent at that time; without a signature, which would not fit any more. */
    public MessageRequest datedAt(Instant time) {
        return new MessageRequest(
                target,
                maxForwards,
                from,
                to,
                contact,
                callId,
                transaction,
                time,
                contentType,
                null,
                notice,
                fence,
                via,
                body);
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
                fence,
                via,
                body);
    }

    /** The same message under that right. */
    public MessageRequest under(Fence right) {
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
                identity,
                notice,
                right,
                via,
                body);
    }

    /** The same message one hop on: {@code Max-Forwards} less one, the forwarder appended to {@code Via}. */
    public MessageRequest forwardedBy(NodeContact forwarder, Transaction fresh) {
        List<NodeContact> longer = new ArrayList<>(via);
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
                fence,
                longer,
                body);
    }

    private static boolean isContentType(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return !text.isBlank() && text.length() <= MAX_CONTENT_TYPE_LENGTH && text.equals(text.strip());
    }
}
