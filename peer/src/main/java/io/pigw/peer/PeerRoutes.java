package io.pigw.peer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.codec.Limits;
import io.pigw.peer.inbox.Inbox;
import io.pigw.peer.inbox.InboxEntry;
import io.pigw.peer.inbox.ReceivedMessage;
import io.pigw.peer.text.SendResult;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sending and reading over the admin port.
 *
 * <pre>
 *   GET    /peers/{id}                                how the peer is doing
 *   DELETE /peers/{id}                                stops it at once, as if its machine had gone down
 *   POST   /peers/{id}/messages {to, contentType, body}  → {callId, status}
 *   GET    /peers/{id}/inbox?after=N&amp;waitSeconds=S&amp;max=M → [{number, callId, from, to, contentType, body, receivedAt, …}]
 * </pre>
 */
public final class PeerRoutes {

    private static final long MAX_WAIT_SECONDS = 60;
    private static final long SEND_WITHIN_SECONDS = 60;
    /** What encryption adds to a body at most. */
    private static final int SEALING_BYTES = 2_048;

    private static final String DEFAULT_TYPE = "text/plain;charset=UTF-8";

    private final Running peers;

    private PeerRoutes(Running peers) {
        this.peers = peers;
    }

    /** The routes over those peers. */
    public static List<AdminRoute> of(Function<NodeId, Optional<Peer>> peers) {
        PeerRoutes routes = new PeerRoutes(new Running(peers));
        List<AdminRoute> all = new ArrayList<>(List.of(
                new AdminRoute("GET", "/peers/{id}", routes::status),
                new AdminRoute("DELETE", "/peers/{id}", routes::stop),
                new AdminRoute("POST", "/peers/{id}/messages", routes::send),
                new AdminRoute("GET", "/peers/{id}/inbox", routes::inbox)));
        all.addAll(RecordRoutes.of(routes.peers));
        return List.copyOf(all);
    }

    /**
     * A message to be sent.
     *
     * @param to {@code sip:user@host} or {@code user@host}, a node ID, or the name of a user of the overlay
     * @param contentType plain text by default
     * @param encrypt whether only the recipient is to read it
     * @param recipientCertificate to encrypt to, as PEM; a peer that can be dialled shows its own
     */
    private record Outgoing(
            @Nullable String to,
            @Nullable String contentType,
            @Nullable String body,
            @Nullable Boolean encrypt,
            @Nullable String recipientCertificate) {}

    /** @param deliveredTo the nodes of the overlay that have it */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Sent(String callId, int status, String reason, List<String> deliveredTo) {}

    private record Status(
            String id,
            String role,
            @Nullable String address,
            boolean joined,
            boolean overFlow,
            @Nullable String master,
            int successors,
            int fingers,
            String summary) {}

    /**
     * A message of the inbox.
     *
     * @param body as text; in base64 if it is no UTF-8, and then {@code encoding} says so
     * @param encrypted true if it came encrypted to this peer and is shown decrypted
     * @param notice {@code unreachable} or {@code unconfirmed} when it tells of the message {@code inReplyTo}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Entry(
            long number,
            String callId,
            String from,
            String to,
            @Nullable String contentType,
            String body,
            @Nullable String encoding,
            @Nullable Boolean encrypted,
            Instant receivedAt,
            @Nullable String notice,
            @Nullable String inReplyTo) {}

    private AdminResponse status(AdminRequest request) throws Exception {
        Peer peer = peers.named(request);
        PeerStatus status = peer.status().get(SEND_WITHIN_SECONDS, TimeUnit.SECONDS);
        NodeId master = status.master();
        return AdminResponse.json(new Status(
                peer.id().toString(),
                status.role().name().toLowerCase(Locale.ROOT),
                status.role() == Role.CLIENT ? null : peer.contact().address().toString(),
                peer.hasJoined(),
                status.overFlow(),
                master == null ? null : master.toString(),
                status.successors(),
                status.fingers(),
                summary(status)));
    }

    private static String summary(PeerStatus status) {
        NodeId master = status.master();
        return switch (status.role()) {
            case CLIENT -> master == null ? "client without a CSP yet" : "client of CSP " + master;
            case PEER -> {
                if (status.overFlow()) {
                    yield "reached over its link to CSP " + master + ", which cannot dial its address: not in the ring";
                }
                String csp = master == null ? "" : ", admitted by CSP " + master;
                yield (status.member() ? "in the ring" : "outside the ring") + csp;
            }
            case CSP, GATEWAY, SOS, ENROLLMENT, OPERATOR -> throw new IllegalStateException("not a peer");
        };
    }

    private AdminResponse stop(AdminRequest request) throws AdminException {
        peers.any(request).close();
        return AdminResponse.text(200, "stopped\n");
    }

    private AdminResponse send(AdminRequest request) throws AdminException, InterruptedException, ExecutionException {
        Peer peer = peers.named(request);
        Outgoing outgoing = request.json(Outgoing.class);
        if (outgoing.to() == null || outgoing.body() == null) {
            throw new AdminException(400, "to and body are needed");
        }
        Party to = Recipient.parse(outgoing.to(), peer.certificate().overlay());
        Bytes body = Bytes.utf8(outgoing.body());
        boolean encrypt = Boolean.TRUE.equals(outgoing.encrypt());
        int max = Limits.DEFAULTS.maxBodyBytes() - (encrypt ? SEALING_BYTES : 0);
        if (body.size() > max) {
            throw new AdminException(413, "a message has at most " + max + " bytes, not " + body.size());
        }
        String type = outgoing.contentType() == null ? DEFAULT_TYPE : outgoing.contentType();
        try {
            CompletableFuture<SendResult> sent = encrypt
                    ? peer.sendEncrypted(to, type, body, certificate(outgoing.recipientCertificate()))
                    : peer.send(to, type, body);
            SendResult result = sent.get(SEND_WITHIN_SECONDS, TimeUnit.SECONDS);
            return AdminResponse.json(new Sent(
                    result.callId().value(),
                    result.status().code(),
                    result.status().reason(),
                    result.deliveredTo().stream().map(NodeId::toString).toList()));
        } catch (TimeoutException late) {
            throw new AdminException(504, "no answer within " + SEND_WITHIN_SECONDS + " s");
        }
    }

    private static @Nullable Bytes certificate(@Nullable String pem) throws AdminException {
        if (pem == null) {
            return null;
        }
        try {
            return Bytes.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .getEncoded());
        } catch (CertificateException none) {
            throw new AdminException(400, "recipientCertificate is no certificate in PEM");
        }
    }

    private AdminResponse inbox(AdminRequest request) throws AdminException, InterruptedException {
        Peer peer = peers.named(request);
        long after = request.number("after", 0, 0, Long.MAX_VALUE);
        int max = (int) request.number("max", Inbox.MAX_PAGE, 1, Inbox.MAX_PAGE);
        Duration wait = Duration.ofSeconds(request.number("waitSeconds", 0, 0, MAX_WAIT_SECONDS));
        long version = peer.inboxSignal().version();
        List<InboxEntry> entries = peer.inbox().after(after, max);
        if (entries.isEmpty() && wait.isPositive()) {
            peer.inboxSignal().await(version, wait);
            entries = peer.inbox().after(after, max);
        }
        return AdminResponse.json(entries.stream().map(PeerRoutes::entry).toList());
    }

    private static Entry entry(InboxEntry entry) {
        ReceivedMessage message = entry.message();
        Bytes body = message.body();
        boolean isText = Bytes.utf8(body.toUtf8()).equals(body);
        var notice = message.notice();
        return new Entry(
                entry.number(),
                message.callId().value(),
                message.from().toString(),
                message.to().toString(),
                message.contentType(),
                isText ? body.toUtf8() : Base64.getEncoder().encodeToString(body.toArray()),
                isText ? null : "base64",
                message.encrypted() ? true : null,
                message.receivedAt(),
                notice == null ? null : notice.kind().name().toLowerCase(Locale.ROOT),
                notice == null ? null : notice.inReplyTo().value());
    }
}
