package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimException;
import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.ua.RequestSender;
import io.pigw.gateway.ua.RouteSet;
import io.pigw.overlay.port.Scheduler;
import io.pigw.runtime.metrics.Metrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives a {@link Registration}: gives it its loop, lets the credentials block elsewhere, and counts. */
public final class RegistrationService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistrationService.class);
    private static final long LEAVE_SECONDS = 2;
    /** To the credentials, waiting: more than one only while a card hangs. */
    private static final int MAX_QUESTIONS = 4;

    private final Credentials credentials;
    private final ExecutorService blocking;
    private final Executor loop;
    private final Registration registration;

    /**
     * What it works with.
     *
     * @param sender of REGISTER; its answers may come on any thread
     * @param loop one thread, to which {@code scheduler} belongs
     * @param random unpredictable
     */
    public record Parts(
            RequestSender sender,
            Executor loop,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random,
            Metrics metrics) {}

    /**
     * Takes the credentials over. {@link #start()} registers.
     *
     * @param contactUri where requests for us are to go
     */
    public RegistrationService(RegistrationConfig config, Credentials credentials, String contactUri, Parts parts) {
        this.credentials = credentials;
        this.loop = parts.loop();
        this.blocking = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_QUESTIONS),
                Thread.ofPlatform().daemon().name("isim").factory());
        this.registration = new Registration(
                config.settings(contactUri),
                new Registration.Ports(
                        new SenderRegistrar(parts.sender(), loop),
                        new OffLoopAuthenticator(credentials, blocking, loop),
                        parts.scheduler(),
                        parts.clock(),
                        parts.random(),
                        new Counting(parts.metrics())));
        parts.metrics().gauge("pigw_registered", () -> registration.status().isRegistered() ? 1 : 0);
    }

    /** Registers, and keeps registered. Any thread. */
    public void start() {
        loop.execute(registration::start);
    }

    /** The core seems to have forgotten us. Any thread. */
    public void suspect() {
        loop.execute(registration::suspect);
    }

    /** How it is doing. Any thread. */
    public RegistrationStatus status() {
        return registration.status();
    }

    /** The way that our requests are to take: along the Service-Route, to the server that registered us. Any thread. */
    public RouteSet route() {
        return new RouteSet(registration.serviceRoute(), Optional.of(registration.callId()));
    }

    /** The public identities as {@code user@host}, as far as they can be read now. Blocks. */
    public static List<String> identities(Credentials credentials) {
        try {
            IsimIdentity identity = credentials.identity();
            return identity.impus().stream()
                    .filter(impu -> impu.indexOf('@') > 0)
                    .map(impu -> impu.substring(impu.indexOf(':') + 1))
                    .map(RegistrationService::userAndHost)
                    .toList();
        } catch (IsimException e) {
            LOG.atWarn()
                    .addKeyValue("why", e.why())
                    .log("the ISIM cannot be read now; name the identities in sip.identities");
            return List.of();
        }
    }

    private static String userAndHost(String address) {
        int at = address.indexOf('@');
        int end = at;
        while (end < address.length() && address.charAt(end) != ';' && address.charAt(end) != ':') {
            end++;
        }
        return address.substring(0, at) + address.substring(at, end).toLowerCase(Locale.ROOT);
    }

    /** Takes the binding back, for which the core has two seconds, and ends. Blocks; not on a loop. */
    @Override
    public void close() {
        CountDownLatch left = new CountDownLatch(1);
        loop.execute(() -> registration.leave(left::countDown));
        try {
            if (!left.await(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                LOG.atInfo().log("the core did not confirm in time that the binding is gone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        blocking.shutdownNow();
        credentials.close();
    }

    private record Counting(Metrics metrics) implements RegistrationListener {

        private static final String NAME = "pigw_registrations_total";

        @Override
        public void onRegistered(Binding binding) {
            metrics.counter(NAME, "outcome", "registered").increment();
        }

        @Override
        public void onLost() {
            metrics.counter(NAME, "outcome", "lost").increment();
        }

        @Override
        public void onFailure(String why) {
            metrics.counter(NAME, "outcome", "failed").increment();
        }
    }
}
