package io.pigw.trust;

import io.pigw.p2psip.NodeId;

/** Who thinks what of the nodes that it passes messages to. */
@FunctionalInterface
public interface LinkOpinions {

    /**
     * The opinion on one link; vacuous where nothing is known.
     *
     * @param observer who passes on
     * @param subject whom it passes to
     */
    Opinion of(NodeId observer, NodeId subject);
}
