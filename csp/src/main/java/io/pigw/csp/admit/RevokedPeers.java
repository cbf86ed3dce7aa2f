package io.pigw.csp.admit;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.Issued;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.net.LinkListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes admission back from a peer whose link was closed because its certificate has been revoked, and from one without a link when
 * a list names its certificate or a CA above it. One that has another certificate by then stays, and one whose revocation is lifted
 * asks to be admitted again. On the CSP's thread.
 */
public final class RevokedPeers implements LinkListener {

    private static final Logger LOG = LoggerFactory.getLogger(RevokedPeers.class);

    private final AdmittedPeers table;
    private final AdmittedStore store;

    /** Of one CSP. */
    public RevokedPeers(AdmittedPeers table, AdmittedStore store) {
        this.table = table;
        this.store = store;
    }

    @Override
    public void closed(NodeCertificate node, String reason) {
        boolean admitted = table.get(node.id())
                .filter(peer -> peer.certificateSha256().equals(node.sha256()))
                .isPresent();
        if (admitted && reason.equals(RefusalReason.REVOKED.label())) {
            end(node.id());
        }
    }

    /**
     * There is a new list, or there is one at the start.
     *
     * @param isNamed whether it names a certificate
     */
    public void taken(Predicate<Issued> isNamed) {
        List<NodeId> ended = table.where(peer -> peer.path().stream().anyMatch(isNamed));
        ended.forEach(this::end);
        if (!ended.isEmpty()) {
            LOG.atInfo().addKeyValue("peers", ended.size()).log("Revoked peers are not admitted any more");
        }
    }

    private void end(NodeId peer) {
        table.remove(peer);
        CompletableFuture<?> _ = store.remove(peer).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("peer", peer)
                        .log("A revoked peer was not taken out of the database");
            }
        });
    }
}
