package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.sip.SipText;
import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the gateway registered (TS 24.229 §5.1.1). Passive, and on one loop; {@link #status()} and {@link #serviceRoute()} are for
 * any thread.
 *
 * <pre>
 *  IDLE ──start──► UNDER_WAY ──200──► RESTING ──its time──► UNDER_WAY …
 *                    │    ▲
 *             failure│    │pause is over
 *                    ▼    │
 *                   PAUSING                  any ──leave──► UNDER_WAY (expires 0) ──any answer──► ENDED
 * </pre>
 */
public final class Registration {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final int TAG_BYTES = 8;
    private static final int CNONCE_BYTES = 16;
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

    private enum State {
        IDLE,
        UNDER_WAY,
        RESTING,
        PAUSING,
        ENDED
    }

    private final RegistrationSettings settings;
    private final Ports ports;
    private final String callId;
    private final String fromTag;
    private State state = State.IDLE;
    private long cseq;
    private int failures;
    private Instant lastStart = Instant.MIN;
    private Exchange exchange;
    private @Nullable IsimIdentity identity;
    private @Nullable DigestSession session;
    private @Nullable DigestChallenge announced;
    private @Nullable Binding binding;
    private Scheduler.@Nullable Cancellable timer;
    private Scheduler.@Nullable Cancellable end;
    private @Nullable Runnable whenLeft;
    private volatile RegistrationStatus status = RegistrationStatus.NONE;

    Registration(RegistrationSettings settings, Ports ports) {
        this.settings = settings;
        this.ports = ports;
        this.exchange = new Exchange(false, settings.expiry().toSeconds());
        this.fromTag = hex(TAG_BYTES);
        this.callId = hex(CNONCE_BYTES);
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
        return callId;
    }

    /** Registers, and goes on until it is told to leave. On the loop. */
    void start() {
        if (state == State.IDLE) {
            begin(false);
        }
    }

    /** The core seems to have forgotten us, or is there again: registers now, unless it just has. On the loop. */
    void suspect() {
        boolean calm = !ports.clock().instant().isBefore(lastStart.plus(CALM));
        if (calm && (state == State.RESTING || state == State.PAUSING)) {
            session = null;
            begin(false);
        }
    }

    /** Takes the binding back (TS 24.229 §5.1.1.6) and then ends; runs {@code then} once the core has answered or not. On the loop. */
    void leave(Runnable then) {
        cancel(timer);
        cancel(end);
        if (binding == null || state == State.ENDED) {
            state = State.ENDED;
            exchange = new Exchange(true, 0);
            then.run();
            return;
        }
        whenLeft = then;
        begin(true);
    }

    private void begin(boolean leaving) {
        cancel(timer);
        state = State.UNDER_WAY;
        lastStart = ports.clock().instant();
        Exchange now = new Exchange(leaving, settings.expiry().toSeconds());
        exchange = now;
        timer = ports.scheduler()
                .schedule(ATTEMPT_LIMIT, () -> fail(now, "the attempt took too long", false, Optional.empty()));
        if (identity == null) {
            ports.authenticator().identity(answer -> {
                if (now == exchange) {
                    onIdentity(now, answer);
                }
            });
        } else {
            open(now, identity);
        }
    }

    private void onIdentity(Exchange now, Authenticator.Identity answer) {
        switch (answer) {
            case Authenticator.Identity.Known(IsimIdentity known) -> {
                identity = known;
                open(now, known);
            }
            case Authenticator.Identity.Unknown(String why) -> fail(now, why, false, Optional.empty());
        }
    }

    private void open(Exchange now, IsimIdentity known) {
        DigestChallenge next = announced;
        announced = null;
        if (next != null) {
            answer(now, known, next, "Authorization");
            return;
        }
        now.use(session);
        String authorization = session == null
                ? DigestSession.initial(known.impi(), known.domain(), uri(known))
                : session.authorize(hex(CNONCE_BYTES));
        send(now, known, new HeaderField("Authorization", authorization));
    }

    private void send(Exchange now, IsimIdentity known, HeaderField authorization) {
        cseq++;
        List<HeaderField> headers = new ArrayList<>();
        headers.add(new HeaderField("Contact", "<" + settings.contactUri() + ">;expires=" + now.expirySeconds()));
        headers.add(new HeaderField("Expires", Long.toString(now.expirySeconds())));
        headers.add(new HeaderField("Supported", "path"));
        headers.add(authorization);
        RegisterRequest request = new RegisterRequest(uri(known), known.impu(), fromTag, callId, cseq, headers);
        ports.registrar().send(request, outcome -> {
            if (now == exchange) {
                onOutcome(now, known, outcome);
            }
        });
    }

    private void onOutcome(Exchange now, IsimIdentity known, Registrar.Outcome outcome) {
        switch (outcome) {
            case Registrar.Outcome.Lost(String why) -> fail(now, why, false, Optional.empty());
            case Registrar.Outcome.Answered(int code, SipHead head) -> {
                switch (code) {
                    case 401 -> onChallenge(now, known, head, "WWW-Authenticate", "Authorization");
                    case 407 -> onChallenge(now, known, head, "Proxy-Authenticate", "Proxy-Authorization");
                    case 423 -> onTooBrief(now, known, head);
                    default -> {
                        if (code < 300) {
                            onGranted(now, head);
                        } else {
                            Refusal refusal = Refusal.of(code, head);
                            fail(now, refusal.why() + now.hint(), refusal.isFinal(), refusal.retryAfter());
                        }
                    }
                }
            }
        }
    }

    private void onChallenge(Exchange now, IsimIdentity known, SipHead head, String from, String into) {
        List<DigestChallenge> challenges = head.all(from).stream()
                .map(DigestChallenge::parse)
                .flatMap(Optional::stream)
                .toList();
        if (challenges.isEmpty()) {
            fail(now, "the core's challenge is no digest that could be answered", true, Optional.empty());
            return;
        }
        // RFC 8760 §2.4: the topmost that is supported.
        DigestChallenge chosen = challenges.stream()
                .filter(challenge -> DigestAlgorithm.of(challenge.algorithm()).isPresent())
                .findFirst()
                .orElse(challenges.getFirst());
        answer(now, known, chosen, into);
    }

    private void answer(Exchange now, IsimIdentity known, DigestChallenge challenge, String into) {
        ports.authenticator().secret(challenge, secret -> {
            if (now == exchange) {
                onSecret(now, known, challenge, secret, into);
            }
        });
    }

    private void onSecret(Exchange now, IsimIdentity known, DigestChallenge challenge, Secret secret, String into) {
        if (secret instanceof Secret.None(String why)) {
            fail(now, why, false, Optional.empty());
            return;
        }
        Optional<String> refused = now.refusesToAnswer(secret instanceof Secret.Password);
        if (refused.isPresent()) {
            fail(now, refused.get(), true, Optional.empty());
            return;
        }
        @Nullable
        DigestSession next = switch (secret) {
            case Secret.Password password -> DigestSession.of(challenge, known.impi(), uri(known), password);
            case Secret.Resync resync -> DigestSession.of(challenge, known.impi(), uri(known), resync);
            case Secret.NotGenuine _, Secret.None _ -> null;
        };
        now.use(next);
        String value = next == null
                ? DigestSession.notGenuine(challenge, known.impi(), uri(known))
                : next.authorize(hex(CNONCE_BYTES));
        send(now, known, new HeaderField(into, value));
    }

    private void onTooBrief(Exchange now, IsimIdentity known, SipHead head) {
        long seconds = head.first("Min-Expires").map(SipText::decimal).orElse(-1L);
        DigestSession used = now.session();
        if (!now.raise(seconds)) {
            fail(
                    now,
                    "answered 423, and asks for an expiry that cannot be given: " + seconds + " s",
                    true,
                    Optional.empty());
            return;
        }
        String value = used == null
                ? DigestSession.initial(known.impi(), known.domain(), uri(known))
                : used.authorize(hex(CNONCE_BYTES));
        send(now, known, new HeaderField("Authorization", value));
    }

    private void onGranted(Exchange now, SipHead head) {
        Optional<AuthParameters> info = head.first("Authentication-Info").flatMap(AuthParameters::parse);
        DigestSession used = now.session();
        if (now.isLeaving()) {
            left();
            return;
        }
        if (used != null && info.isPresent() && !used.proves(info.get())) {
            fail(
                    now,
                    "the core does not prove that it knows the key (rspauth): what answers may not be the core",
                    true,
                    Optional.empty());
            return;
        }
        Instant at = ports.clock().instant();
        Optional<Binding> granted = Binding.of(head, settings.contactUri(), at);
        if (granted.isEmpty()) {
            fail(now, "the core answered 200 without our contact " + settings.contactUri(), true, Optional.empty());
            return;
        }
        session = used;
        announced = used == null
                ? null
                : info.flatMap(parameters -> parameters.get("nextnonce"))
                        .map(used.challenge()::withNonce)
                        .orElse(null);
        rest(granted.get(), at);
    }

    private void rest(Binding granted, Instant at) {
        cancel(timer);
        exchange = new Exchange(false, 0);
        failures = 0;
        state = State.RESTING;
        hold(granted);
        Duration refresh = granted.refreshAfter();
        timer = ports.scheduler().schedule(refresh, () -> begin(false));
        status = new RegistrationStatus(Optional.of(granted), Optional.empty(), Optional.of(at.plus(refresh)));
        LOG.atInfo()
                .addKeyValue("until", granted.until())
                .addKeyValue("routes", granted.serviceRoute().size())
                .log("registered with the IMS core");
        ports.listener().onRegistered(granted);
    }

    private void hold(Binding granted) {
        cancel(end);
        binding = granted;
        end = ports.scheduler().schedule(granted.lifetime(), this::lose);
    }

    private void lose() {
        if (binding != null) {
            binding = null;
            cancel(end);
            status = new RegistrationStatus(Optional.empty(), status.refusal(), status.nextAttempt());
            ports.listener().onLost();
        }
    }

    private void fail(Exchange now, String why, boolean isFinal, Optional<Duration> wait) {
        if (now.isLeaving()) {
            left();
            return;
        }
        cancel(timer);
        exchange = new Exchange(false, 0);
        failures++;
        session = null;
        state = State.PAUSING;
        if (isFinal) {
            lose();
        }
        Backoff backoff = settings.backoff();
        Duration drawn = isFinal ? backoff.longest(ports.random()) : backoff.after(failures, ports.random());
        Duration pause = wait.filter(asked -> asked.compareTo(drawn) > 0).orElse(drawn);
        Instant next = ports.clock().instant().plus(pause);
        status = new RegistrationStatus(Optional.ofNullable(binding), Optional.of(why), Optional.of(next));
        timer = ports.scheduler().schedule(pause, () -> begin(false));
        LOG.atWarn()
                .addKeyValue("why", why)
                .addKeyValue("failures", failures)
                .addKeyValue("next", next)
                .log("not registered with the IMS core");
        ports.listener().onFailure(why);
    }

    private void left() {
        cancel(timer);
        lose();
        state = State.ENDED;
        exchange = new Exchange(true, 0);
        Runnable then = whenLeft;
        whenLeft = null;
        if (then != null) {
            then.run();
        }
    }

    private String hex(int bytes) {
        byte[] drawn = new byte[bytes];
        ports.random().nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    private static String uri(IsimIdentity known) {
        return "sip:" + known.domain();
    }

    private static void cancel(Scheduler.@Nullable Cancellable task) {
        if (task != null) {
            task.cancel();
        }
    }
}
