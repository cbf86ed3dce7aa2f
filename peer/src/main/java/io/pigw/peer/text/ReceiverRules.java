package io.pigw.peer.text;

import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.SenderBuckets;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
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

/**
 * Whose messages a node takes, and over which link. An IMS user's name counts only over a link whose other end is a CSP, under that
 * CSP's signature. A node's own message comes from the node itself, or over a CSP under the node's signature; its From is the
 * node, or a name in its certificate.
 */
final class ReceiverRules {

    /** How far a {@code Date} may lie from now, either way. */
    private static final Duration FRESHNESS = Duration.ofMinutes(10);

    /** Messages of each other node, straight from it or over a CSP. */
    static final Rate OF_ONE_NODE = new Rate(20, 100);

    private final String overlay;
    private final NodePorts ports;
    private final SenderBuckets allowance;

    ReceiverRules(String overlay, NodePorts ports) {
        this.overlay = overlay;
        this.ports = ports;
        this.allowance = new SenderBuckets(OF_ONE_NODE, ports.clock());
    }

    /** Why the message is refused; empty when it is taken. The cheap tests come first, the signature last. */
    Optional<Status> refusal(NodeCertificate link, MessageRequest message, Instant now) {
        if (link.role() != Role.CSP && link.role() != Role.PEER) {
            return Optional.of(Status.FORBIDDEN.because("Only from a CSP or a peer"));
        }
        if (link.role() == Role.PEER && !allowance.tryTake(link.id(), 1)) {
            return Optional.of(Status.SERVICE_UNAVAILABLE);
        }
        if (!isMine(message.target())) {
            return Optional.of(Status.NOT_FOUND);
        }
        Instant date = message.date();
        if (date == null || Duration.between(date, now).abs().compareTo(FRESHNESS) > 0) {
            return Optional.of(Status.FORBIDDEN.because("Date is missing or stale"));
        }
        Identity identity = message.identity();
        if (identity == null) {
            return Optional.of(Status.FORBIDDEN.because("Identity is missing or invalid"));
        }
        if (link.role() == Role.CSP && isImsUser(message.from())) {
            return signedBy(link, identity, message);
        }
        return refusalOfNode(link, identity, message);
    }

    private Optional<Status> refusalOfNode(NodeCertificate link, Identity identity, MessageRequest message) {
        if (message.notice() != null) {
            return Optional.of(Status.FORBIDDEN.because("Notices are not a peer's"));
        }
        if (!isMine(message.to())) {
            return Optional.of(Status.NOT_FOUND);
        }
        NodeCertificate originator = link;
        if (link.role() == Role.CSP) {
            if (!(ports.verifier().check(identity.certificate()) instanceof Verdict.Valid(NodeCertificate signer))) {
                return Optional.of(Status.FORBIDDEN.because("Identity is missing or invalid"));
            }
            originator = signer;
        }
        if (!isOwn(originator, message)) {
            return Optional.of(Status.FORBIDDEN.because("From is not the sender's"));
        }
        Optional<Status> refusal = signedBy(originator, identity, message);
        boolean isTooFast = refusal.isEmpty() && link.role() == Role.CSP && !allowance.tryTake(originator.id(), 1);
        return isTooFast ? Optional.of(Status.SERVICE_UNAVAILABLE) : refusal;
    }

    private static boolean isOwn(NodeCertificate originator, MessageRequest message) {
        boolean isNode = originator.role() == Role.PEER || originator.role() == Role.CLIENT;
        boolean isContact = message.contact() == null || message.contact().equals(originator.id());
        return isNode
                && isContact
                && switch (message.from()) {
                    case Party.Node(NodeId id) -> id.equals(originator.id());
                    case Party.User user -> originator.users().contains(user);
                };
    }

    private Optional<Status> signedBy(NodeCertificate node, Identity identity, MessageRequest message) {
        return ports.verifier().isSignedBy(node, identity, SignedContent.message(overlay, message))
                ? Optional.empty()
                : Optional.of(Status.FORBIDDEN.because("Identity is missing or invalid"));
    }

    private boolean isImsUser(Party from) {
        return from instanceof Party.User user && !user.domain().equalsIgnoreCase(overlay);
    }

    private boolean isMine(Party target) {
        NodeCertificate own = ports.signer().certificate();
        return switch (target) {
            case Party.Node node -> node.id().equals(own.id());
            case Party.User user -> own.users().contains(user);
        };
    }
}
