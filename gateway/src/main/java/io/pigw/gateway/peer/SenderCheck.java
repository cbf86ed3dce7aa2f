package io.pigw.gateway.peer;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a peer's message is what its From says, checked here once more after the CSP: the name that IMS sees comes from the
 * certificate that signed.
 */
final class SenderCheck {

    /** How far a message's Date may lie from now. */
    static final Duration FRESHNESS = Duration.ofMinutes(10);

    private final String overlay;
    private final Verifier verifier;

    SenderCheck(String overlay, Verifier verifier) {
        this.overlay = overlay;
        this.verifier = verifier;
    }

    /** What came out. */
    sealed interface Result {
        /** The message is its sender's own. */
        record Genuine(NodeCertificate sender) implements Result {}

        /** It is not, or not provably. */
        record Refused(Status status) implements Result {}
    }

    Result check(MessageRequest message, Instant now) {
        Identity identity = message.identity();
        Instant date = message.date();
        if (identity == null || date == null) {
            return refused("the message is not signed");
        }
        if (Duration.between(date, now).abs().compareTo(FRESHNESS) > 0) {
            return refused("Date is more than 10 minutes away");
        }
        if (message.notice() != null) {
            return refused("peers give no notice to IMS");
        }
        return switch (verifier.check(identity.certificate())) {
            case Verifier.Verdict.Invalid _ -> refused("the certificate is not good");
            case Verifier.Verdict.Valid(NodeCertificate sender) -> check(message, identity, sender);
        };
    }

    private Result check(MessageRequest message, Identity identity, NodeCertificate sender) {
        if (sender.role() != Role.PEER && sender.role() != Role.CLIENT) {
            return refused("the certificate is neither a peer's nor a client's");
        }
        NodeId contact = message.contact();
        boolean isOwn = switch (message.from()) {
            case Party.Node node -> node.id().equals(sender.id());
            case Party.User user -> sender.users().contains(user);
        };
        if (!isOwn || contact != null && !contact.equals(sender.id())) {
            return refused("From is not in the certificate");
        }
        if (!verifier.verify(sender, SignedContent.message(overlay, message), identity.signature())) {
            return refused("the signature does not fit");
        }
        return new Result.Genuine(sender);
    }

    private static Result refused(String reason) {
        return new Result.Refused(Status.FORBIDDEN.because(reason));
    }
}
