package io.pigw.bench.enroll;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * A client's connection: connecting → ready → closed. Requests may follow one another without waiting for answers. On the
 * generator's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class EstConnection extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final Events events;
    private State state = State.CONNECTING;
    private int waiting;
    private ChannelHandlerContext context;

    /** What a connection tells its owner. */
    interface Events {

        /** Its handshake is done: it can be sent on. */
        void ready(EstConnection connection);

        /** The answer came, base64 or text; it can be sent on again. */
        void answered(EstConnection connection, int status, byte[] body);

        /** It is over, whether or not it was ever ready. */
        void closed(EstConnection connection);
    }

    private enum State {
        CONNECTING,
        READY,
        CLOSED
    }

    @SuppressWarnings("NullAway") // the context is there before anything is sent
    EstConnection(Events events) {
        this.events = events;
    }

    /** Whether another request may follow, so many being unanswered at most, and what is written being taken. */
    boolean hasRoom(int unanswered) {
        return state == State.READY && waiting < unanswered && context.channel().isWritable();
    }

    void send(byte[] request) {
        if (state != State.READY) {
            throw new IllegalStateException("not ready but " + state);
        }
        waiting++;
        context.writeAndFlush(Unpooled.wrappedBuffer(request));
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext at, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                state = State.READY;
                events.ready(this);
            } else {
                at.close();
            }
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext at, FullHttpResponse answer) {
        if (waiting > 0) {
            waiting--;
            events.answered(this, answer.status().code(), ByteBufUtil.getBytes(answer.content()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext at) {
        ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable cause) {
        at.close();
    }

    /** It is over, or never began. */
    void ended() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            events.closed(this);
        }
    }
}
