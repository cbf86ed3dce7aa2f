package io.pigw.gateway.users;

import io.pigw.gateway.as.Answer;
import io.pigw.gateway.as.RegistrationAcceptor;
import io.pigw.gateway.as.ThirdPartyRegistration;
import io.pigw.gateway.sip.HeaderField;
import io.pigw.p2psip.Party;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The IMS users who are registered, as far as their S-CSCFs tell (TS 24.229 §5.7.1.1). Nobody is refused a message for not being
 * here: the core knows better. Whoever registers gets at once what waits for him.
 *
 * <p>When there are too many, the one whose registration ends first is dropped, and none is refused: an S-CSCF may end the
 * registration of a user whom an AS refuses (TS 24.229 §5.4.1.7, default handling).
 *
 * <p>{@link #register} and {@link #registered()} on any thread, all else on the owner's loop.
 */
public final class ImsUsers implements RegistrationAcceptor {

    /** Users at a time; some 1 KiB each. */
    public static final int MAX_USERS = 100_000;

    /** Of a longer registration the rest is not believed; the S-CSCF says again before it ends. */
    static final Duration MAX_EXPIRY = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(ImsUsers.class);
    private static final Answer NO_USER = Answer.of(400, "To Is Not a User");
    private static final Answer OVERTAKEN = Answer.of(500, "Overtaken by a Later REGISTER");
    private static final Answer NOT_STORED =
            new Answer(503, "Service Unavailable", List.of(new HeaderField("Retry-After", "5")));

    private final UserTable table;
    private final ImsUserStore store;
    private final Executor owner;
    private final InstantSource clock;
    private final Function<String, Optional<Party.User>> names;
    private final Consumer<Party.User> onReachable;
    private volatile int size;
    private boolean toldOfFull;

    private ImsUsers(UserTable table, Ports ports) {
        this.table = table;
        this.store = ports.store();
        this.owner = ports.owner();
        this.clock = ports.clock();
        this.names = ports.names();
        this.onReachable = ports.onReachable();
    }

    /**
     * What the table is connected to.
     *
     * @param owner its loop
     * @param names the user that a sip, sips or tel URI names, if it names one
     * @param onReachable is told on the loop of each user who has registered, or registered again
     */
    public record Ports(
            ImsUserStore store,
            Executor owner,
            InstantSource clock,
            Function<String, Optional<Party.User>> names,
            Consumer<Party.User> onReachable) {}

    /**
     * With the users of an earlier run who are still registered. Blocks; not for a loop.
     *
     * @throws IOException if they cannot be read
     */
    public static ImsUsers open(Ports ports) throws IOException {
        return open(ports, MAX_USERS);
    }

    static ImsUsers open(Ports ports, int maxUsers) throws IOException {
        UserTable table = new UserTable(maxUsers);
        ports.store().load(ports.clock().instant(), maxUsers).forEach(table::put);
        ImsUsers users = new ImsUsers(table, ports);
        users.size = table.size();
        return users;
    }

    @Override
    public CompletionStage<Answer> register(ThirdPartyRegistration registration) {
        Optional<Party.User> user = names.apply(registration.publicIdentity());
        if (user.isEmpty() || registration.publicIdentity().length() > ImsUser.MAX_URI) {
            return CompletableFuture.completedFuture(NO_USER);
        }
        CompletableFuture<Answer> answered = new CompletableFuture<>();
        owner.execute(() -> onLoop(user.get(), registration, answered));
        return answered;
    }

    private void onLoop(Party.User user, ThirdPartyRegistration registration, CompletableFuture<Answer> answered) {
        Instant now = clock.instant();
        Optional<ImsUser> before = table.find(user);
        if (before.filter(known -> overtakes(known, registration)).isPresent()) {
            answered.complete(OVERTAKEN);
            return;
        }
        Duration expiry = registration.expiry().compareTo(MAX_EXPIRY) > 0 ? MAX_EXPIRY : registration.expiry();
        ImsUser after = new ImsUser(
                user,
                registration.publicIdentity(),
                registration.servedBy(),
                registration.callId(),
                registration.cseq(),
                before.filter(known -> known.isRegistered(now))
                        .map(ImsUser::since)
                        .orElse(now),
                now.plus(expiry));
        table.put(after).ifPresent(this::madeRoom);
        size = table.size();
        store.save(after).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.atWarn().setCause(failure).addKeyValue("user", user).log("IMS user was not recorded");
                answered.complete(NOT_STORED);
                return;
            }
            // TS 24.229 §5.7.1.1: the value received, also where less of it is believed
            answered.complete(new Answer(
                    200,
                    "OK",
                    List.of(new HeaderField(
                            "Expires", Long.toString(registration.expiry().toSeconds())))));
            if (after.isRegistered(now)) {
                onReachable.accept(user);
            }
        });
    }

    /** RFC 3261 §10.3 step 7: within one registration a lower CSeq is older. The same one again changes nothing. */
    private static boolean overtakes(ImsUser known, ThirdPartyRegistration registration) {
        String callId = registration.callId();
        String kept = callId.substring(0, Math.min(callId.length(), ImsUser.MAX_CALL_ID));
        return known.callId().equals(kept) && known.cseq() > registration.cseq();
    }

    private void madeRoom(ImsUser dropped) {
        store.remove(dropped.user());
        if (!toldOfFull) {
            toldOfFull = true;
            LOG.atWarn()
                    .addKeyValue("users", MAX_USERS)
                    .log("too many IMS users are registered: who ends first is forgotten, and gets what waits later");
        }
    }

    /** Drops who is gone. Call it every second or so. */
    public void dropEnded() {
        Instant now = clock.instant();
        if (table.dropEnded(now) > 0) {
            size = table.size();
            toldOfFull = false;
            store.removeEndedBefore(now.minus(UserTable.REMEMBERED));
        }
    }

    /** The user if he is registered. */
    public Optional<ImsUser> find(Party.User user) {
        return table.find(user).filter(known -> known.isRegistered(clock.instant()));
    }

    /** Who is registered, by name, after that name. */
    public List<ImsUser> page(String after, int max) {
        return table.registered(after, max, clock.instant());
    }

    /** How many are registered, and were so lately. */
    public int registered() {
        return size;
    }
}
