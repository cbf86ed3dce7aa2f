package io.pigw.csp.relay;

import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Writes the gateway's message anew as the CSP's own (the paper, §2.3): {@code Via} names the CSP alone, there is no
 * {@code Contact}, the signature is the CSP's. Who wrote, to whom, the Call-ID, the notice and the body stay.
 */
final class HiddenGateway {

    private final String overlay;
    private final NodeContact self;
    private final Signer signer;

    /**
     * Of one CSP.
     *
     * @param self the CSP and where it listens
     */
    HiddenGateway(String overlay, NodeContact self, Signer signer) {
        this.overlay = overlay;
        this.self = self;
        this.signer = signer;
    }

    /** The message as a peer gets to see it. */
    MessageRequest rewrite(MessageRequest fromGateway, Transaction fresh, Instant now) {
        MessageRequest unsigned = new MessageRequest(
                fromGateway.target(),
                fromGateway.maxForwards() - 1,
                fromGateway.from(),
                fromGateway.to(),
                null,
                fromGateway.callId(),
                fresh,
                now.truncatedTo(ChronoUnit.SECONDS),
                fromGateway.contentType(),
                null,
                fromGateway.notice(),
                List.of(self),
                fromGateway.body());
        return unsigned.withIdentity(new Identity(
                signer.sign(SignedContent.message(overlay, unsigned)),
                signer.certificate().der()));
    }
}
