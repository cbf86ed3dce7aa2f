package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies a ping's entries. */
final class RouteChecks {

    private final LocalNode local;
    private final Verifier verifier;

    RouteChecks(LocalNode local, Verifier verifier) {
        this.local = local;
        this.verifier = verifier;
    }

    /** Whether every entry was passed on by the one that the entry before names, and nobody passed twice. */
    static boolean isChain(List<RouteEntry> route) {
        Set<NodeId> signers = new HashSet<>();
        for (int i = 0; i < route.size(); i++) {
            if (!signers.add(route.get(i).signer())) {
                return false;
            }
            if (i > 0 && !route.get(i - 1).next().equals(route.get(i).signer())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the ping has the certificates that its entries name, each once and no other. Nobody signs them on the way: a hop that left
     * one out or put one in would make the destination refuse the ping, or leave no room for the next hop's.
     */
    static boolean hasCertificates(PingRequest ping) {
        Set<Bytes> named = new HashSet<>();
        ping.route().forEach(entry -> named.add(entry.certificateHash()));
        Set<Bytes> brought = new HashSet<>();
        ping.certificates().forEach(der -> brought.add(der.sha256()));
        return brought.equals(named) && ping.certificates().size() == brought.size();
    }

    /** Whether entry 0 was made by a CSP of this overlay, for these terms: null, or what is wrong. */
    @Nullable
    PingDrop checkEntryZero(PingRequest ping, PingTerms terms) {
        RouteEntry entry = ping.route().getFirst();
        if (ping.certificates().isEmpty()) {
            return PingDrop.UNSIGNED;
        }
        NodeCertificate csp = validated(ping.certificates().getFirst());
        if (csp == null
                || csp.role() != Role.CSP
                || !csp.id().equals(ping.csp().id())
                || !csp.id().equals(entry.signer())
                || !csp.sha256().equals(entry.certificateHash())) {
            return PingDrop.WRONG_CSP;
        }
        Bytes content = SignedContent.cspEntry(local.overlay(), ping.csp(), ping.destination(), terms, entry.next());
        return verifier.verify(csp, content, entry.signature()) ? null : PingDrop.BAD_SIGNATURE;
    }

    /** Whether the entries after entry 0 were each made by the member of this overlay that they name. */
    boolean areHopsValid(PingRequest ping) {
        return areHopsValid(ping.route(), ping.certificates());
    }

    /** The same of entries and certificates by themselves. */
    boolean areHopsValid(List<RouteEntry> route, List<Bytes> ders) {
        Map<Bytes, NodeCertificate> certificates = new HashMap<>();
        for (Bytes der : ders) {
            NodeCertificate certificate = validated(der);
            if (certificate == null) {
                return false;
            }
            certificates.put(certificate.sha256(), certificate);
        }
        for (int i = 1; i < route.size(); i++) {
            RouteEntry entry = route.get(i);
            NodeCertificate signer = certificates.get(entry.certificateHash());
            if (signer == null
                    || !signer.id().equals(entry.signer())
                    || !signer.role().isRingMember()) {
                return false;
            }
            Bytes content = SignedContent.hopEntry(local.overlay(), route.get(i - 1), entry.signer(), entry.next());
            if (!verifier.verify(signer, content, entry.signature())) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is wrong with the last entry, which must be by the node that brought the ping; null if nothing is. Entry 0 is looked at by
     * itself. That a certificate is not good here and now proves nothing.
     */
    @Nullable
    PingDrop wrongWithLast(PingRequest ping, NodeCertificate from) {
        List<RouteEntry> route = ping.route();
        RouteEntry last = route.getLast();
        if (route.size() < 2) {
            return null;
        }
        NodeCertificate signer = last.certificateHash().equals(from.sha256()) ? from : otherOf(from, ping, last);
        if (signer == null) {
            return PingDrop.EXPIRED;
        }
        Bytes content =
                SignedContent.hopEntry(local.overlay(), route.get(route.size() - 2), last.signer(), last.next());
        return verifier.verify(signer, content, last.signature()) ? null : PingDrop.BAD_SIGNATURE;
    }

    /** The node's other certificate, before or after a renewal, if it is good now. */
    private @Nullable NodeCertificate otherOf(NodeCertificate from, PingRequest ping, RouteEntry last) {
        for (Bytes der : ping.certificates()) {
            NodeCertificate other = der.sha256().equals(last.certificateHash()) ? validated(der) : null;
            if (other != null && other.isSameNodeAs(from)) {
                return other;
            }
        }
        return null;
    }

    /** The certificate of a node of this overlay, or null. */
    @Nullable
    NodeCertificate validated(Bytes der) {
        return switch (verifier.check(der)) {
            case Verifier.Verdict.Valid(NodeCertificate certificate) ->
                certificate.overlay().equals(local.overlay()) ? certificate : null;
            case Verifier.Verdict.Invalid _ -> null;
        };
    }
}
