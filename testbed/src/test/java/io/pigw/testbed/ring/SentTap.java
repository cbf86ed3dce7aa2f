package io.pigw.testbed.ring;

import io.netty.buffer.Unpooled;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.runtime.trace.WireTap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/** All messages that the ring's nodes have sent since it was last cleared. */
final class SentTap implements WireTap {

    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

    /** One of them; the role is the sender's. */
    record Sent(NodeId by, Role role, NodeId to, P2psipMessage message) {

        boolean isMessage(NodeId from, NodeId towards) {
            return message instanceof MessageRequest && by.equals(from) && to.equals(towards);
        }
    }

    List<Sent> all() {
        return List.copyOf(sent);
    }

    void clear() {
        sent.clear();
    }

    @Override
    public void sent(NodeCertificate by, NodeCertificate to, Bytes message) {
        try {
            P2psipMessage decoded =
                    new P2psipDecoder(Limits.DEFAULTS).decode(Unpooled.wrappedBuffer(message.toArray()));
            sent.add(new Sent(by.id(), by.role(), to.id(), Objects.requireNonNull(decoded)));
        } catch (DecodeException ours) {
            throw new IllegalStateException(ours);
        }
    }

    @Override
    public void received(NodeCertificate by, NodeCertificate from, Bytes bytes) {}
}
