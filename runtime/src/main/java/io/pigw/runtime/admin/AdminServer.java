package io.pigw.runtime.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.loop.Loops;
import io.pigw.runtime.net.HttpDate;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The operator's port: plain HTTP/1.1 with {@code /metrics}, {@code /health/live}, {@code /health/ready}, {@code /identity} and a
 * service's own routes. It authenticates nobody: bind it to loopback. Requests that a browser makes for a foreign page (they bear
 * {@code Origin}) are refused. It has a loop of its own, so that probes are answered however busy the others are; routes run on
 * virtual threads, and whatever state they read lies elsewhere. {@link #startSecure} makes another one, for callers with certificates.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
public final class AdminServer implements AutoCloseable {

    private static final long CLOSE_SECONDS = 5;
    private static final long HANDSHAKE_SECONDS = 10;

    private final Loops loops;
    private final Channel listening;
    private final ChannelGroup connections;
    private final @Nullable Secured secured;
    private final HostPort address;

    private AdminServer(Loops loops, Channel listening, ChannelGroup connections, @Nullable Secured secured) {
        this.loops = loops;
        this.listening = listening;
        this.connections = connections;
        this.secured = secured;
        InetSocketAddress bound = (InetSocketAddress) listening.localAddress();
        this.address = new HostPort(bound.getAddress().getHostAddress(), bound.getPort());
    }

    /** As {@link #start(HostPort, Environment, Readiness, List, AdminOptions)} with the usual limits. */
    public static AdminServer start(
            HostPort bind, Environment environment, Readiness readiness, List<AdminRoute> routes) {
        return start(bind, environment, readiness, routes, AdminOptions.DEFAULTS);
    }

    /**
     * Listens. Blocks until it does; not on a loop.
     *
     * @param bind port 0 takes any
     * @param readiness for {@code /health/ready}
     * @param routes of the service
     * @throws IllegalStateException if it cannot
     */
    public static AdminServer start(
            HostPort bind,
            Environment environment,
            Readiness readiness,
            List<AdminRoute> routes,
            AdminOptions options) {
        List<AdminRoute> all = new ArrayList<>(standard(environment, readiness));
        all.addAll(routes);
        return listen(bind, environment, all, options, null);
    }

    /** What a port has that demands certificates. */
    private record Secured(AdminAccess access, AdminPlaces places, AdminHandshakes handshakes) {}

    /**
     * Listens by HTTPS to those alone whom {@code access} admits; {@code /metrics} and {@code /health} are not served there.
     * Half of the connections are kept for those who were admitted; others give their places to newcomers. Blocks until it
     * listens; not on a loop.
     *
     * @param bind port 0 takes any
     * @param routes they know their caller: {@link AdminRequest#authenticated()}
     * @throws IllegalStateException if it cannot
     */
    public static AdminServer startSecure(
            HostPort bind, Environment environment, List<AdminRoute> routes, AdminOptions options, AdminAccess access) {
        AdminHandshakes handshakes = new AdminHandshakes();
        Secured secured = new Secured(access, new AdminPlaces(options.maxConnections()), handshakes);
        try {
            return listen(bind, environment, routes, options, secured);
        } catch (IllegalStateException cannot) {
            handshakes.close();
            throw cannot;
        }
    }

    private static AdminServer listen(
            HostPort bind,
            Environment environment,
            List<AdminRoute> routes,
            AdminOptions options,
            @Nullable Secured secured) {
        AdminDispatcher dispatcher = new AdminDispatcher(List.copyOf(routes), options.maxConcurrent());
        HttpDate date = new HttpDate(environment.clock());
        Loops loops = Loops.open(1, "pigw-admin-loop");
        EventLoop loop = loops.next();
        ChannelGroup connections = new DefaultChannelGroup(loop);
        ChannelFuture binding = new ServerBootstrap()
                .group(loop, loop)
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, connections, dispatcher, options, secured)
                                .ifPresent(connection -> channel.pipeline()
                                        .addLast(new IdleStateHandler(0, 0, options.idleSeconds()))
                                        .addLast(new HttpServerCodec())
                                        .addLast(date)
                                        .addLast(new HttpServerKeepAliveHandler())
                                        .addLast(new HttpObjectAggregator(options.maxBodyBytes()))
                                        .addLast(connection));
                    }
                })
                .bind(new InetSocketAddress(bind.host(), bind.port()))
                .awaitUninterruptibly();
        Throwable failure = binding.cause();
        if (failure != null) {
            loops.close();
            throw new IllegalStateException("cannot listen at " + bind + ": " + failure.getMessage(), failure);
        }
        return new AdminServer(loops, binding.channel(), connections, secured);
    }

    /** Where it listens. */
    public HostPort address() {
        return address;
    }

    /** Stops listening and closes all connections. Blocks up to 5 s; not on a loop. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        if (secured != null) {
            secured.handshakes().close();
        }
        loops.close();
    }

    /** What serves the connection, behind TLS if there is any; none if it is closed for want of places. */
    private static Optional<AdminConnection> accept(
            Channel channel,
            ChannelGroup connections,
            AdminDispatcher dispatcher,
            AdminOptions options,
            @Nullable Secured secured) {
        AdminConnection connection;
        if (secured == null) {
            if (connections.size() >= options.maxConnections()) {
                channel.close();
                return Optional.empty();
            }
            connection = new AdminConnection(dispatcher, null, null);
        } else {
            AdminPlaces.Place place = secured.places().take(channel);
            SslHandler tls = secured.access()
                    .context()
                    .newHandler(channel.alloc(), secured.handshakes().of(channel));
            tls.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
            channel.pipeline().addLast(tls);
            connection = new AdminConnection(dispatcher, secured.access(), place);
        }
        connections.add(channel);
        return Optional.of(connection);
    }

    private static List<AdminRoute> standard(Environment environment, Readiness readiness) {
        return List.of(
                new AdminRoute(
                        "GET",
                        "/metrics",
                        _ -> AdminResponse.text(200, environment.metrics().scrape())),
                new AdminRoute("GET", "/health/live", _ -> AdminResponse.text(200, "live\n")),
                new AdminRoute("GET", "/health/ready", _ -> {
                    Optional<String> not = readiness
                            .unreadyBecause()
                            .or(environment.renewals()::unreadyBecause)
                            .or(environment.revocations()::unreadyBecause);
                    return not.isEmpty()
                            ? AdminResponse.text(200, "ready\n")
                            : AdminResponse.text(503, "not ready: " + not.get() + "\n");
                }),
                new AdminRoute(
                        "GET",
                        "/identity",
                        _ -> AdminResponse.json(
                                Map.of("nodes", environment.renewals().statuses()))));
    }
}
