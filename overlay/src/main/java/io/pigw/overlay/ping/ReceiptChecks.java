package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import java.util.List;

/** Makes and judges the receipts of pings. */
final class ReceiptChecks {

    private final LocalNode local;
    private final NodePorts ports;
    private final RouteChecks checks;

    ReceiptChecks(LocalNode local, NodePorts ports, RouteChecks checks) {
        this.local = local;
        this.ports = ports;
        this.checks = checks;
    }

    /** This node's own for a ping that was passed to it. */
    PingReceipt sign(PingRequest ping) {
        Bytes content = SignedContent.pingReceipt(local.overlay(), ping.route(), local.contact());
        Identity identity = new Identity(
                ports.signer().sign(content), ports.signer().certificate().der());
        return new PingReceipt(ping.transaction(), local.contact(), identity);
    }

    /** Whether that is what the other end of the link signs when it takes a ping. */
    boolean isFrom(NodeCertificate from, List<RouteEntry> route, PingReceipt receipt) {
        return receipt.taker().id().equals(from.id())
                && ports.verifier().isSignedBy(from, receipt.identity(), content(route, receipt.taker()));
    }

    /** Whether the certificate of who signed is good now: one that has ended since proves nothing, either way. */
    boolean isValid(Identity signature) {
        return checks.validated(signature.certificate()) != null;
    }

    /** Whether the taker, a member of the ring, signed for the ping, as somebody else shows it. */
    boolean isGenuine(List<RouteEntry> route, NodeContact taker, Identity signature) {
        NodeCertificate signer = checks.validated(signature.certificate());
        return signer != null
                && signer.id().equals(taker.id())
                && signer.role().isRingMember()
                && ports.verifier().verify(signer, content(route, taker), signature.signature());
    }

    private Bytes content(List<RouteEntry> route, NodeContact taker) {
        return SignedContent.pingReceipt(local.overlay(), route, taker);
    }
}
