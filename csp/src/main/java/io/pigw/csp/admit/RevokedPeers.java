package io.pigw.csp.admit;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.net.LinkListener;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes admission back from a peer whose link was closed because its certificate has been revoked. One that has another certificate
 * by then stays, and one whose revocation is lifted asks to be admitted again. On the CSP's thread.
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
            table.remove(node.id());
            CompletableFuture<?> _ = store.remove(node.id()).whenComplete((_, failure) -> {
                if (failure != null) {
                    LOG.atWarn()
                            .setCause(failure)
                            .addKeyValue("peer", node.id())
                            .log("A revoked peer was not taken out of the database");
                }
            });
        }
    }
}
