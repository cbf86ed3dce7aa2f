package io.pigw.csp.admit;

import io.pigw.p2psip.NodeId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps admitted peers over a restart. */
public interface AdmittedStore {

    /** All of them. Blocks; called while the CSP starts. */
    List<AdmittedPeer> load(int max);

    /**
     * Adds or replaces one.
     *
     * @return completes with it on the CSP's thread once it is durable
     */
    CompletableFuture<AdmittedPeer> save(AdmittedPeer peer);

    /**
     * Takes one out, if it is there.
     *
     * @return completes on the CSP's thread once that is durable
     */
    CompletableFuture<NodeId> remove(NodeId peer);
}
