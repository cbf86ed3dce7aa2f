package io.pigw.csp.relay;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.overlay.port.Verifier.Verdict;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The validity test of a peer's request (the paper, §2.3), all but the arc, which may change from one moment to the next. */
final class PeerMessageRules {

    /** How far a {@code Date} may lie from now, either way. */
    static final Duration FRESHNESS = Duration.ofMinutes(10);

    /** The most elements of {@code Via} that leave room for the CSP's. */
    private static final int MAX_VIA = 31;

    private final String overlay;
    private final NodeId self;
    private final int maxBodyBytes;
    private final Verifier verifier;

    /**
     * Of one CSP.
     *
     * @param maxBodyBytes the longest body that is relayed
     */
    PeerMessageRules(String overlay, NodeId self, int maxBodyBytes, Verifier verifier) {
        this.overlay = overlay;
        this.self = self;
        this.maxBodyBytes = maxBodyBytes;
        this.verifier = verifier;
    }

    /** Why the message is refused; empty when it is valid. The cheap tests come first, the signature last. */
    Optional<Status> refusal(NodeCertificate sender, MessageRequest message, Instant now) {
        Optional<Status> refusal = refusalOfForm(sender, message);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!message.target().equals(message.to())) {
            return Optional.of(Status.BAD_REQUEST.because("To is not the target"));
        }
        if (!isImsUser(message.target())) {
            return Optional.of(Status.NOT_IMPLEMENTED.because("A name of the overlay is resolved by the sender"));
        }
        return refusalOfSender(sender, message, now);
    }

    /**
     * Why a message from one node to another is refused; empty when it is valid.
     *
     * @param link the link's other end, which is the originator, or a CSP that brings the originator's message
     */
    Optional<Status> refusalBetweenNodes(NodeCertificate link, MessageRequest message, Instant now) {
        Optional<Status> refusal = refusalOfForm(link, message);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!message.to().equals(message.target()) && isImsUser(message.to())) {
            return Optional.of(Status.BAD_REQUEST.because("To is not the target"));
        }
        if (link.role() != Role.CSP) {
            return refusalOfSender(link, message, now);
        }
        Identity identity = message.identity();
        return identity != null
                        && verifier.check(identity.certificate()) instanceof Verdict.Valid(NodeCertificate originator)
                        && (originator.role() == Role.PEER || originator.role() == Role.CLIENT)
                ? refusalOfSender(originator, message, now)
                : Optional.of(Status.FORBIDDEN.because("Identity is missing or invalid"));
    }

    private Optional<Status> refusalOfForm(NodeCertificate sender, MessageRequest message) {
        if (message.maxForwards() <= 0) {
            return Optional.of(Status.TOO_MANY_HOPS);
        }
        if (message.via().stream().anyMatch(hop -> hop.id().equals(self))) {
            return Optional.of(Status.LOOP_DETECTED);
        }
        if (message.via().size() > MAX_VIA
                || message.via().isEmpty()
                || !message.via().getLast().id().equals(sender.id())) {
            return Optional.of(Status.BAD_REQUEST.because("Via does not end with the sender"));
        }
        return message.body().size() > maxBodyBytes ? Optional.of(Status.TOO_LARGE) : Optional.empty();
    }

    private Optional<Status> refusalOfSender(NodeCertificate sender, MessageRequest message, Instant now) {
        if (message.notice() != null) {
            return Optional.of(Status.FORBIDDEN.because("Notices are not a peer's"));
        }
        boolean own = switch (message.from()) {
            case Party.Node(NodeId id) -> id.equals(sender.id());
            case Party.User user -> sender.users().contains(user);
        };
        if (!own || message.contact() != null && !message.contact().equals(sender.id())) {
            return Optional.of(Status.FORBIDDEN.because("From is not the sender's"));
        }
        Instant date = message.date();
        if (date == null || Duration.between(date, now).abs().compareTo(FRESHNESS) > 0) {
            return Optional.of(Status.FORBIDDEN.because("Date is missing or stale"));
        }
        Identity identity = message.identity();
        if (identity == null || !verifier.isSignedBy(sender, identity, SignedContent.message(overlay, message))) {
            return Optional.of(Status.FORBIDDEN.because("Identity is missing or invalid"));
        }
        return Optional.empty();
    }

    private boolean isImsUser(Party target) {
        return switch (target) {
            case Party.Node _ -> false;
            case Party.User user -> !user.domain().equalsIgnoreCase(overlay);
        };
    }
}
