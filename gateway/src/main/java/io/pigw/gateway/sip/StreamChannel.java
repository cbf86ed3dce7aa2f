package io.pigw.gateway.sip;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One connection, accepted or dialled, over TCP or TLS. What is sent while it is still being dialled waits in order, within the limit.
 *
 * <pre>
 *   dialling ── connected, over TLS with the handshake done ──► open ── closed ──► dead
 *       └────── refused ──────────────────────────────────────────────────────────┘
 * </pre>
 */
final class StreamChannel extends SipChannel {

    private final StreamProcessor processor;
    private final Future<Channel> opened;
    private final int pendingBytesLimit;
    private final AtomicInteger pendingBytes = new AtomicInteger();
    private volatile boolean givenUp;
    private volatile List<String> peerNames = List.of();

    StreamChannel(
            StreamProcessor processor,
            Future<Channel> opened,
            InetSocketAddress peer,
            StackHandoff handoff,
            int pendingBytesLimit) {
        super(processor, peer, handoff);
        this.processor = processor;
        this.opened = opened;
        this.pendingBytesLimit = pendingBytesLimit;
    }

    /** Whether it can still carry something. */
    boolean isUsable() {
        return !opened.isDone() || opened.isSuccess() && opened.getNow().isActive();
    }

    /** What the other end's certificate proved. */
    List<String> peerNames() {
        return peerNames;
    }

    void peerNames(List<String> proven) {
        peerNames = List.copyOf(proven);
    }

    @Override
    void write(byte[] bytes, InetSocketAddress to) throws IOException {
        enqueue(bytes, _ -> {});
    }

    @Override
    void write(OutgoingBytes request, InetSocketAddress to) throws IOException {
        enqueue(request.bytes().toArray(), request.onFailure());
    }

    /** An answer whose connection is gone goes over another one (RFC 3261 §18.2.2), unless nobody read on this one. */
    @Override
    void respond(byte[] bytes, InetSocketAddress to) throws IOException {
        if (givenUp) {
            throw new IOException("nobody reads");
        }
        if (isUsable()) {
            enqueue(bytes, _ -> {
                if (givenUp) {
                    processor.unsendable();
                } else {
                    answerElsewhere(bytes);
                }
            });
        } else {
            processor.answerElsewhere(bytes, peer());
        }
    }

    /** The other end does not read: what waits for it is not brought to it by another way. */
    void giveUp() {
        givenUp = true;
    }

    private void answerElsewhere(byte[] bytes) {
        try {
            processor.answerElsewhere(bytes, peer());
        } catch (IOException unsendable) {
            processor.unsendable();
        }
    }

    private void enqueue(byte[] bytes, Consumer<ClientEvents.SendFailure> onFailure) throws IOException {
        if (!isUsable()) {
            throw new IOException("the connection is closed");
        }
        if (pendingBytes.addAndGet(bytes.length) > pendingBytesLimit) {
            pendingBytes.addAndGet(-bytes.length);
            processor.unread();
            giveUp();
            close();
            throw new IOException("too much is waiting to be sent");
        }
        opened.addListener(dialled -> {
            if (dialled.isSuccess()) {
                opened.getNow().writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(written -> {
                    pendingBytes.addAndGet(-bytes.length);
                    if (!written.isSuccess()) {
                        onFailure.accept(ClientEvents.SendFailure.BROKEN);
                    }
                });
            } else {
                pendingBytes.addAndGet(-bytes.length);
                onFailure.accept(ClientEvents.SendFailure.NOT_SENT);
            }
        });
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    @Override
    public void close() {
        opened.addListener(dialled -> {
            if (dialled.isSuccess()) {
                var _ = opened.getNow().close();
            }
        });
    }
}
