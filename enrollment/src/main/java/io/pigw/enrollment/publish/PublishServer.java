package io.pigw.enrollment.publish;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.pigw.enrollment.net.ClientAddress;
import io.pigw.enrollment.net.Connections;
import io.pigw.enrollment.net.Connections.Connection;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The listener for CRLs, authorities' certificates and OCSP: plain HTTP, for all of it is signed, and whoever checks a
 * certificate over TLS would have to check that of this server first (RFC 5280 §8).
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class PublishServer implements AutoCloseable {

    private static final int MAX_REQUEST_LINE = 2 * 1024;
    private static final int MAX_HEADERS = 4 * 1024;
    private static final long CLOSE_SECONDS = 5;

    private final PublishLimits limits;
    private final Function<Connection, @Nullable PublishHandler> handlers;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Connections connections;

    /** @param handlers of a new connection; null: it is closed unread */
    PublishServer(PublishLimits limits, Function<Connection, @Nullable PublishHandler> handlers) {
        this.limits = limits;
        this.handlers = handlers;
        this.connections = new Connections(limits.connections(), limits.connectionsPerAddress());
    }

    /** Listens, and returns where. Blocks until the port is bound; not for event loops. */
    HostPort listen(HostPort address, Loops loops) throws InterruptedException {
        Channel server = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, limits.connections())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(new InetSocketAddress(address.host(), address.port()))
                .sync()
                .channel();
        channels.add(server);
        return new HostPort(address.host(), ((InetSocketAddress) server.localAddress()).getPort());
    }

    private void accept(Channel channel) {
        Connection connection = new Connection(channel, ClientAddress.of(channel.remoteAddress()));
        PublishHandler handler = handlers.apply(connection);
        if (handler == null || !connections.admit(connection)) {
            channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> connections.left(connection));
        channels.add(channel);
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(limits.ocspBytes());
        channel.pipeline()
                .addLast(new HttpServerCodec(http))
                .addLast(new Body(limits.ocspBytes()))
                .addLast(new FlowControlHandler())
                .addLast(handler);
    }

    /** Closes the listener and its connections. */
    @Override
    public void close() {
        channels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Collects a request's body up to the limit; what is over gets 413, and the connection is closed. */
    private static final class Body extends HttpObjectAggregator {
        private Body(int bytes) {
            super(bytes);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
            var answer = Answers.text(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "the body is larger than " + maxContentLength() + " bytes");
            HttpUtil.setKeepAlive(answer, false);
            context.writeAndFlush(answer).addListener(_ -> context.close());
        }
    }
}
