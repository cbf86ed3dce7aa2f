package io.pigw.runtime.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.trace.WireTap;

/** Shows a link's bytes to the tap. In the pipeline only where there is a tap. */
@SuppressWarnings("FutureReturnValueIgnored") // passes the promise on
final class TapHandler extends ChannelDuplexHandler {

    private final WireTap tap;
    private final NodeCertificate self;
    private final NodeCertificate other;

    TapHandler(WireTap tap, NodeCertificate self, NodeCertificate other) {
        this.tap = tap;
        this.self = self;
        this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            tap.received(self, other, copy(bytes));
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            tap.sent(self, other, copy(bytes));
        }
        context.write(message, promise);
    }

    private static Bytes copy(ByteBuf bytes) {
        return Bytes.read(bytes.duplicate(), bytes.readableBytes());
    }
}
