package io.pigw.runtime.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.NetUtil;
import io.pigw.p2psip.Bytes;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP connection: its requests are answered in their order, one at a time. On its loop alone. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class AdminConnection extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(AdminConnection.class);
    private static final int MAX_PIPELINED = 16;

    private final AdminDispatcher dispatcher;
    private final @Nullable AdminAccess access;
    private final AdminPlaces.@Nullable Place place;
    private final Queue<Request> waiting = new ArrayDeque<>();
    private boolean busy;
    private AdminGate gate;
    private @Nullable AdminSession session;

    /**
     * A connection.
     *
     * @param access who may come in; null: anybody
     * @param place that it has; null where there is no access
     */
    AdminConnection(AdminDispatcher dispatcher, @Nullable AdminAccess access, AdminPlaces.@Nullable Place place) {
        this.dispatcher = dispatcher;
        this.access = access;
        this.place = place;
        this.gate = access == null ? AdminGate.OPEN : AdminGate.CLOSED;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (waiting.size() >= MAX_PIPELINED) {
            context.close();
            return;
        }
        ByteBuf content = request.content();
        waiting.add(new Request(
                request.method().name(),
                request.uri(),
                Bytes.read(content, content.readableBytes()),
                !request.decoderResult().isSuccess(),
                isForeign(request)));
        next(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws SSLPeerUnverifiedException {
        if (event instanceof IdleStateEvent && !busy) {
            context.close();
        } else if (event instanceof SslHandshakeCompletionEvent handshake && access != null && place != null) {
            if (handshake.isSuccess()) {
                place.shown();
                AdminSession known = AdminSession.of(access, place, context);
                known.watch(context);
                gate = known;
                session = known;
            } else {
                context.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (session != null) {
            session.end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        LOG.atDebug().setCause(failure).log("An admin connection broke");
        context.close();
    }

    /**
     * Whether a web page may be behind it: its scripts send {@code Origin}, or reach us under a name of their own site that was
     * made to point here, for which browsers send none. Only what tells nothing of messages is served under any name.
     */
    private boolean isForeign(FullHttpRequest request) {
        if (request.headers().contains(HttpHeaderNames.ORIGIN)) {
            return true;
        }
        if (access != null) {
            return false;
        }
        String uri = request.uri();
        boolean harmless = uri.equals("/metrics") || uri.startsWith("/health/");
        String host = request.headers().get(HttpHeaderNames.HOST);
        return !harmless && host != null && !isOurs(host);
    }

    /** Whether the host, with or without a port, is an address or {@code localhost}. */
    private static boolean isOurs(String host) {
        int port = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        String name = port > 0 ? host.substring(0, port) : host;
        return name.equalsIgnoreCase("localhost")
                || NetUtil.isValidIpV4Address(name)
                || name.startsWith("[") && NetUtil.isValidIpV6Address(name);
    }

    private void next(ChannelHandlerContext context) {
        Request request = busy ? null : waiting.poll();
        if (request == null) {
            return;
        }
        busy = true;
        if (request.malformed()) {
            answered(context, AdminResponse.error(400, "malformed request"));
        } else if (request.foreign()) {
            answered(context, AdminResponse.error(403, "not for the scripts of web pages"));
        } else {
            dispatcher.dispatch(
                    gate,
                    request.method(),
                    request.uri(),
                    request.body(),
                    response -> context.executor().execute(() -> answered(context, response)));
        }
    }

    private void answered(ChannelHandlerContext context, AdminResponse response) {
        ByteBuf body = Unpooled.wrappedBuffer(response.body().toArray());
        FullHttpResponse http =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), body);
        http.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, response.contentType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set("X-Content-Type-Options", "nosniff");
        context.writeAndFlush(http);
        busy = false;
        next(context);
    }

    private record Request(String method, String uri, Bytes body, boolean malformed, boolean foreign) {}
}
