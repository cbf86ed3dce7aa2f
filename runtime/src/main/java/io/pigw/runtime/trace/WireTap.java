package io.pigw.runtime.trace;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;

/**
 * Sees the decrypted bytes of every link of a process's nodes, for ladders and for tests of what a node can learn. Never set
 * in a service: an operator's messages are nobody's to read. Called on the nodes' loops, from several at once.
 */
public interface WireTap {

    /** Sees nothing and costs nothing. */
    WireTap NONE = new WireTap() {
        @Override
        public void sent(NodeCertificate by, NodeCertificate to, Bytes message) {}

        @Override
        public void received(NodeCertificate by, NodeCertificate from, Bytes bytes) {}
    };

    /**
     * A node sends.
     *
     * @param message exactly one encoded message
     */
    void sent(NodeCertificate by, NodeCertificate to, Bytes message);

    /**
     * A node receives.
     *
     * @param bytes as they came, messages not told apart
     */
    void received(NodeCertificate by, NodeCertificate from, Bytes bytes);
}
