package io.pigw.p2psip.message;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code P2PSIP/2.0 200 OK} (the paper, Figure 12). Answers a MESSAGE, and any other request that has no answer of its own.
 *
 * @param status code and reason
 * @param transaction of the attempt that it answers
 * @param callId of the message that it answers; null where there is none
 * @param from as in the request, null where the request has none
 * @param to as in the request, null where the request has none
 * @param contact the originating node as in Figure 12, or with 302 the responsible CSP and its address
 * @param contactAddress where the contact listens, null as in Figure 12, and where there is no contact
 * @param retryAfterSeconds with 503, 0 when absent, at most a day
 * @param via as in the request
 */
public record Response(
        Status status,
        Transaction transaction,
        @Nullable CallId callId,
        @Nullable Party from,
        @Nullable Party to,
        @Nullable NodeId contact,
        @Nullable HostPort contactAddress,
        int retryAfterSeconds,
        List<NodeContact> via)
        implements TextMessage {

    /** The greatest {@code Retry-After}, in seconds: a day. */
    public static final int MAX_RETRY_AFTER_SECONDS = 86_400;

    /** Checks the ranges and copies the list. */
    public Response {
        if (retryAfterSeconds < 0 || retryAfterSeconds > MAX_RETRY_AFTER_SECONDS) {
            throw new IllegalArgumentException("Retry-After must be 0 to " + MAX_RETRY_AFTER_SECONDS);
        }
        if (contact == null && contactAddress != null) {
            throw new IllegalArgumentException("an address without its node");
        }
        via = List.copyOf(via);
    }

    /** The answer to a MESSAGE: its From, To, Contact, Call-ID, Via and Transaction. */
    public static Response to(MessageRequest request, Status status) {
        return new Response(
                status,
                request.transaction(),
                request.callId(),
                request.from(),
                request.to(),
                request.contact(),
                null,
                0,
                request.via());
    }

    /** The bare answer to any other request. */
    public static Response to(P2psipMessage request, Status status) {
        return new Response(status, request.transaction(), null, null, null, null, null, 0, List.of());
    }

    /** The same with {@code Retry-After}. */
    public Response retryAfter(int seconds) {
        return new Response(status, transaction, callId, from, to, contact, contactAddress, seconds, via);
    }

    /** The same with the CSP to turn to in {@code Contact}. */
    public Response redirectTo(NodeContact csp) {
        return new Response(status, transaction, callId, from, to, csp.id(), csp.address(), retryAfterSeconds, via);
    }

    /** The same on the way back: for the request as the receiver had sent it. */
    public Response withTransaction(Transaction original) {
        return new Response(status, original, callId, from, to, contact, contactAddress, retryAfterSeconds, via);
    }
}
