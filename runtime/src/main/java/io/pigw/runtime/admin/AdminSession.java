package io.pigw.runtime.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is at the other end of a connection, asked again and again. On the connection's loop, but for {@link #caller}. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class AdminSession implements AdminGate {

    /** How long a connection stays open at most, give or take a query, after its certificate was revoked. */
    private static final long WATCH_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(AdminSession.class);

    private final AdminAccess access;
    private final AdminPlaces.Place place;
    private final X509Certificate certificate;
    private final String address;
    private @Nullable ScheduledFuture<?> watch;

    private AdminSession(AdminAccess access, AdminPlaces.Place place, X509Certificate certificate, String address) {
        this.access = access;
        this.place = place;
        this.certificate = certificate;
        this.address = address;
    }

    /** The session of a connection whose handshake has ended well. */
    static AdminSession of(AdminAccess access, AdminPlaces.Place place, ChannelHandlerContext context)
            throws SSLPeerUnverifiedException {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        return new AdminSession(
                access,
                place,
                (X509Certificate) tls.engine().getSession().getPeerCertificates()[0],
                context.channel().remoteAddress() instanceof InetSocketAddress remote
                        ? remote.getAddress().getHostAddress()
                        : "unknown");
    }

    @Override
    public AdminCaller caller() throws AdminException, InterruptedException {
        AdminCaller caller = access.require(certificate, address);
        place.admitted();
        return caller;
    }

    /** Looks every 2 s whether the other end may still be there. */
    void watch(ChannelHandlerContext context) {
        watch = context.executor().schedule(() -> look(context), WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    void end() {
        if (watch != null) {
            watch.cancel(false);
        }
    }

    private void look(ChannelHandlerContext context) {
        Thread.ofVirtual().name("pigw-admin-watch").start(() -> {
            if (isWelcome()) {
                context.executor().execute(() -> {
                    if (context.channel().isActive()) {
                        watch(context);
                    }
                });
            } else {
                context.close();
            }
        });
    }

    private boolean isWelcome() {
        try {
            caller();
            return true;
        } catch (AdminException refused) {
            LOG.atInfo().addKeyValue("address", address).log("A caller may not stay: {}", refused.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("Whether a caller may stay cannot be known");
        }
        return false;
    }
}
