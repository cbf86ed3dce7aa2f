package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;

/**
 * Who the node is at present. It changes on the loop alone, between two tasks: whoever asks for the certificate and signs
 * within one task of the loop has a pair that belongs together.
 */
final class OwnIdentity implements Signer {

    private final EventLoop loop;
    private volatile Credentials current;

    OwnIdentity(EventLoop loop, Credentials first) {
        this.loop = loop;
        this.current = first;
    }

    /** What new connections are made with. On the loop alone. */
    TlsContexts tls() {
        confine();
        return current.tls();
    }

    @Override
    public Bytes sign(Bytes content) {
        return current.signer().sign(content);
    }

    @Override
    public NodeCertificate certificate() {
        return current.certificate();
    }

    /** From now on. The contexts before it live as long as connections use them. */
    void replace(Credentials next) {
        confine();
        Credentials before = current;
        current = next;
        before.tls().close();
    }

    /** Nobody dials or accepts any more. */
    void close() {
        confine();
        current.tls().close();
    }

    private void confine() {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("the identity's contexts are for their loop alone");
        }
    }
}
