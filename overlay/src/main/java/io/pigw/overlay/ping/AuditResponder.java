package io.pigw.overlay.ping;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.InstantSource;

/** Shows a CSP the receipts of its own pings: what became of a ping is nobody else's business. */
final class AuditResponder {

    private static final int RETRY_AFTER_SECONDS = 2;

    private final Receipts receipts;
    private final InstantSource clock;

    AuditResponder(Receipts receipts, InstantSource clock) {
        this.receipts = receipts;
        this.clock = clock;
    }

    void onRequest(Inbound inbound, AuditRequest request) {
        inbound.reply().accept(answer(inbound, request));
    }

    private P2psipMessage answer(Inbound inbound, AuditRequest request) {
        if (inbound.from().role() != Role.CSP) {
            return Response.to(request, Status.FORBIDDEN);
        }
        if (receipts.isHandedOver(inbound.from().id(), request.nonce(), request.routeIndex())) {
            return Response.to(request, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS);
        }
        return receipts.find(inbound.from().id(), request.nonce(), request.routeIndex(), clock.instant())
                .<P2psipMessage>map(
                        kept -> new AuditAnswer(request.transaction(), kept.entry(), kept.taker(), kept.signature()))
                .orElseGet(() -> Response.to(request, Status.NOT_FOUND));
    }
}
