package io.pigw.enrollment.est;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.pigw.enrollment.exclude.Exclusions;
import io.pigw.enrollment.issue.Issuer;
import io.pigw.enrollment.net.ClientAddress;
import io.pigw.enrollment.net.Connections;
import io.pigw.enrollment.net.Connections.Connection;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.net.HttpDate;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The EST listener: HTTPS alone, TLS 1.2 or 1.3 (older EST clients speak no 1.3), client certificates for renewals. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
public final class EstServer implements AutoCloseable {

    private static final int MAX_REQUEST_LINE = 1024;
    private static final int MAX_CHUNK = 8 * 1024;
    private static final long CLOSE_SECONDS = 5;

    private final ServerIdentity identity;
    private final EstLimits limits;
    private final HttpDate date;
    private final ExecutorService workers;
    private final EstService service;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Connections connections;

    /**
     * What the server gives beside new certificates.
     *
     * @param overlay whose nodes may renew their certificates
     * @param root the certificate that they chain to
     * @param authorities what {@code cacerts} answers, as of now: roots and issuing certificates
     * @param isRevoked whether the certificate with that serial number is, as of now; does not block
     * @param csps the signed list of proxies as of now, if there is one
     * @param exclusions decides about opinion servers' proposals
     */
    public record Offer(
            String overlay,
            X509Certificate root,
            Supplier<List<X509Certificate>> authorities,
            Predicate<BigInteger> isRevoked,
            Supplier<Optional<Bytes>> csps,
            Exclusions exclusions) {}

    /** A server that does not listen yet. */
    public EstServer(
            Issuer issuer,
            Offer offer,
            ServerIdentity identity,
            EstLimits limits,
            EstMeters meters,
            InstantSource clock) {
        this.identity = identity;
        this.limits = limits;
        this.date = new HttpDate(clock);
        this.connections = new Connections(limits.connections(), limits.connectionsOfAddress());
        this.workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("enrollment-", 0).factory());
        ClientCertificates clients = new ClientCertificates(offer, clock);
        this.service = new EstService(
                issuer,
                clients,
                new ProposalService(offer.exclusions(), clients),
                new EstContent(offer.authorities(), offer.csps()),
                limits,
                meters,
                clock,
                workers);
    }

    /** Listens, and returns where. Blocks until the port is bound; not for event loops. */
    public HostPort listen(HostPort address, EventLoopGroup loops, Class<? extends ServerChannel> channelType)
            throws InterruptedException {
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(channelType)
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
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        return new HostPort(address.host(), port);
    }

    private void accept(Channel channel) {
        Connection connection = new Connection(channel, ClientAddress.of(channel.remoteAddress()));
        if (!connections.admit(connection)) {
            channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> connections.left(connection));
        channels.add(channel);
        SslHandler tls = identity.context().newHandler(channel.alloc());
        tls.setHandshakeTimeoutMillis(limits.handshakeTime().toMillis());
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxChunkSize(MAX_CHUNK);
        channel.pipeline()
                .addLast(tls)
                .addLast(Farewell.CODEC, new HttpServerCodec(http))
                .addLast(date)
                .addLast(new BodyLimit(limits.bodyBytes()))
                .addLast(new FlowControlHandler())
                .addLast(new EstHandler(service, limits, connection));
    }

    /** Stops listening, lets the enrollments at work end, and closes the connections. */
    @Override
    public void close() {
        channels.close(channel -> channel instanceof ServerChannel)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        channels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
