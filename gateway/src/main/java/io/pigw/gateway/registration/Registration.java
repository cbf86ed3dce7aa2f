package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.registration.RegistrationState.Ended;
import io.pigw.gateway.registration.RegistrationState.Idle;
import io.pigw.gateway.registration.RegistrationState.Pausing;
import io.pigw.gateway.registration.RegistrationState.Resting;
import io.pigw.gateway.registration.RegistrationState.UnderWay;
import io.pigw.gateway.sip.SipHead;
import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the gateway registered (TS 24.229 §5.1.1). Passive, and on one loop; {@link #status()}, {@link #serviceRoute()} and
 * {@link #callId()} are for any thread.
 *
 * <pre>
 *  Idle ──start──► UnderWay ──200──► Resting ──its time──► UnderWay …
 *                    │    ▲
 *             failure│    │pause is over
 *                    ▼    │
 *                   Pausing                any ──leave──► UnderWay (expires 0) ──any answer──► Ended
 *                                          UnderWay ──leave──► its answer comes first
 * </pre>
 */
public final class Registration {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    /** After which an attempt that hangs, at a card or at many silent hops, counts as failed. */
    private static final Duration ATTEMPT_LIMIT = Duration.ofMinutes(10);
    /** So often at most a sign of loss leads to a REGISTER. */
    private static final Duration CALM = Duration.ofMinutes(1);

    /** What it works with. */
    record Ports(
            Registrar registrar,
            Authenticator authenticator,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random,
            RegistrationListener listener) {}

    private final RegistrationSettings settings;
    private final Ports ports;
    private final RegisterWriter writer;
    private final Challenges challenges;
    private RegistrationState state = new Idle();
    private int failures;
    private Instant lastStart = Instant.MIN;
    private @Nullable IsimIdentity identity;
    private @Nullable DigestSession session;
    private @Nullable DigestChallenge announced;
    private @Nullable Binding binding;
    private Scheduler.@Nullable Cancellable end;
    private @Nullable Runnable whenLeft;
    private volatile RegistrationStatus status = RegistrationStatus.NONE;

    Registration(RegistrationSettings settings, Ports ports) {
        this.settings = settings;
        this.ports = ports;
        this.writer = new RegisterWriter(settings.contactUri(), ports.random());
        this.challenges = new Challenges(ports.authenticator(), writer, new Attempt());
    }

    /** How it is doing. Any thread. */
    public RegistrationStatus status() {
        return status;
    }

    /** Values for Route of what we send, in order; none while the core grants none. Any thread. */
    public List<String> serviceRoute() {
        return status.binding().map(Binding::serviceRoute).orElse(List.of());
    }

    /** The Call-ID of all its requests. Any thread. */
    public String callId() {
        return writer.callId();
    }

    /** Registers, and goes on until it is told to leave. On the loop. */
    void start() {
        if (state instanceof Idle) {
            begin(false);
        }
    }

    /** The core seems to have forgotten us, or is there again: registers now, unless it just has. On the loop. */
    void suspect() {
        boolean calm = !ports.clock().instant().isBefore(lastStart.plus(CALM));
        if (calm && (state instanceof Resting || state instanceof Pausing)) {
            session = null;
            begin(false);
        }
    }

    /**
     * Takes the binding back (TS 24.229 §5.1.1.6) and then ends; runs {@code then} once the core has answered or not. A REGISTER that is
     * out is waited for: it may bind us yet, and none may follow before its answer (RFC 3261 §10.2). On the loop.
     */
    void leave(Runnable then) {
        if (state instanceof Ended) {
            then.run();
            return;
        }
        whenLeft = then;
        if (!(state instanceof UnderWay now && now.exchange().isOut())) {
            leaveNow(binding != null);
        }
    }

    private void leaveNow(boolean isBound) {
        if (isBound) {
            begin(true);
        } else {
            ended();
        }
    }

    /** Whether the attempt that has just been answered gives way to leaving. */
    private boolean givesWay(Exchange exchange) {
        return whenLeft != null && !exchange.isLeaving();
    }

    private void giveWay(Exchange exchange, Registrar.Outcome outcome) {
        boolean granted = outcome instanceof Registrar.Outcome.Answered answered && answered.status() < 300;
        if (granted) {
            session = exchange.session();
        }
        leaveNow(granted || binding != null);
    }

    private void enter(RegistrationState next) {
        state.left();
        state = next;
    }

    /** Whether answers still count for this attempt. */
    private boolean isUnderWay(Exchange exchange) {
        return state instanceof UnderWay now && now.exchange().equals(exchange);
    }

    private void begin(boolean leaving) {
        Exchange exchange = new Exchange(leaving, settings.expiry().toSeconds());
        lastStart = ports.clock().instant();
        enter(new UnderWay(
                exchange,
                ports.scheduler()
                        .schedule(ATTEMPT_LIMIT, () -> fail(exchange, "the attempt took too long", Pause.GROWING))));
        if (identity != null) {
            open(exchange, identity);
            return;
        }
        ports.authenticator().identity(answer -> {
            if (isUnderWay(exchange)) {
                onIdentity(exchange, answer);
            }
        });
    }

    private void onIdentity(Exchange exchange, Authenticator.Identity answer) {
        switch (answer) {
            case Authenticator.Identity.Known(IsimIdentity known) -> {
                identity = known;
                open(exchange, known);
            }
            case Authenticator.Identity.Unknown(String why) -> fail(exchange, why, Pause.GROWING);
        }
    }

    private void open(Exchange exchange, IsimIdentity known) {
        DigestChallenge next = announced;
        announced = null;
        if (next == null) {
            send(exchange, known, writer.first(known, exchange, session));
        } else {
            challenges.answer(exchange, known, next, "Authorization");
        }
    }

    private void send(Exchange exchange, IsimIdentity known, RegisterRequest request) {
        exchange.out(true);
        ports.registrar().send(request, outcome -> {
            exchange.out(false);
            if (!isUnderWay(exchange)) {
                return;
            }
            if (givesWay(exchange)) {
                giveWay(exchange, outcome);
            } else {
                switch (outcome) {
                    case Registrar.Outcome.Lost(String why) -> fail(exchange, why, Pause.GROWING);
                    case Registrar.Outcome.Answered(int code, SipHead head) -> onAnswer(exchange, known, code, head);
                }
            }
        });
    }

    private void onAnswer(Exchange exchange, IsimIdentity known, int code, SipHead head) {
        if (code == 401) {
            challenges.answer(exchange, known, head, "WWW-Authenticate", "Authorization");
        } else if (code == 407) {
            challenges.answer(exchange, known, head, "Proxy-Authenticate", "Proxy-Authorization");
        } else if (code == 423) {
            challenges.raise(exchange, known, head);
        } else if (code < 300) {
            onGranted(exchange, head);
        } else {
            Refusal refusal = Refusal.of(code, head);
            fail(exchange, refusal.why() + exchange.hint(), new Pause(refusal.isFinal(), refusal.retryAfter()));
        }
    }

    private void onGranted(Exchange exchange, SipHead head) {
        if (exchange.isLeaving()) {
            ended();
            return;
        }
        Optional<AuthParameters> info = head.first("Authentication-Info").flatMap(AuthParameters::parse);
        DigestSession used = exchange.session();
        if (used != null && info.isPresent() && !used.proves(info.get())) {
            fail(
                    exchange,
                    "the core does not prove that it knows the key (rspauth): what answers may not be the core",
                    Pause.LONGEST);
            return;
        }
        Optional<String> badRoute = Binding.badRoute(head);
        if (badRoute.isPresent()) {
            fail(exchange, badRoute.get(), Pause.LONGEST);
            return;
        }
        Optional<Binding> granted =
                Binding.of(head, settings.contactUri(), ports.clock().instant());
        if (granted.isEmpty()) {
            fail(exchange, "the core answered 200 without our contact " + settings.contactUri(), Pause.LONGEST);
            return;
        }
        session = used;
        announced = used == null
                ? null
                : info.flatMap(parameters -> parameters.get("nextnonce"))
                        .map(used.challenge()::withNonce)
                        .orElse(null);
        rest(granted.get());
    }

    private void rest(Binding granted) {
        failures = 0;
        Duration refresh = granted.refreshAfter();
        enter(new Resting(ports.scheduler().schedule(refresh, () -> begin(false))));
        cancelEnd();
        binding = granted;
        end = ports.scheduler().schedule(granted.lifetime(), this::lose);
        Instant next = ports.clock().instant().plus(refresh);
        status = new RegistrationStatus(Optional.of(granted), Optional.empty(), Optional.of(next));
        LOG.atInfo()
                .addKeyValue("until", granted.until())
                .addKeyValue("routes", granted.serviceRoute().size())
                .log("registered with the IMS core");
        ports.listener().onRegistered(granted);
    }

    private void lose() {
        if (binding != null) {
            binding = null;
            cancelEnd();
            status = new RegistrationStatus(Optional.empty(), status.refusal(), status.nextAttempt());
            ports.listener().onLost();
        }
    }

    private void cancelEnd() {
        if (end != null) {
            end.cancel();
        }
    }

    private void fail(Exchange exchange, String why, Pause after) {
        if (exchange.isLeaving() || whenLeft != null) {
            ended();
            return;
        }
        failures++;
        session = null;
        if (after.isLongest()) {
            lose();
        }
        Duration pause = after.length(settings.backoff(), failures, ports.random());
        enter(new Pausing(ports.scheduler().schedule(pause, () -> begin(false))));
        Instant next = ports.clock().instant().plus(pause);
        status = new RegistrationStatus(Optional.ofNullable(binding), Optional.of(why), Optional.of(next));
        LOG.atWarn()
                .addKeyValue("why", why)
                .addKeyValue("failures", failures)
                .addKeyValue("next", next)
                .log("not registered with the IMS core");
        ports.listener().onFailure(why);
    }

    private void ended() {
        lose();
        enter(new Ended());
        Runnable then = whenLeft;
        whenLeft = null;
        if (then != null) {
            then.run();
        }
    }

    private final class Attempt implements Challenges.Attempt {
        @Override
        public boolean isUnderWay(Exchange exchange) {
            return Registration.this.isUnderWay(exchange);
        }

        @Override
        public void send(Exchange exchange, IsimIdentity known, RegisterRequest request) {
            Registration.this.send(exchange, known, request);
        }

        @Override
        public void fail(Exchange exchange, String why, Pause after) {
            Registration.this.fail(exchange, why, after);
        }
    }
}
