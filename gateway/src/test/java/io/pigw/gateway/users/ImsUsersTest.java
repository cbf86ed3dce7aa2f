package io.pigw.gateway.users;

import static io.pigw.gateway.users.UserTableTest.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.as.Answer;
import io.pigw.gateway.as.ThirdPartyRegistration;
import io.pigw.gateway.sip.HeaderField;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registered users over a real database. */
class ImsUsersTest {

    @TempDir
    private Path directory = Path.of("none");

    private final Databases databases = new Databases();
    private final List<Party.User> reachable = new CopyOnWriteArrayList<>();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private @Nullable Database databaseOrNull;

    @BeforeEach
    void open() {
        databaseOrNull = databases.open(store(), "io/pigw/gateway/db");
    }

    /** An empty one. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    @AfterEach
    void close() {
        database().close();
        databases.close();
    }

    @Test
    void whoRegistersIsThereAndHeardOf() throws Exception {
        ImsUsers users = users(10);

        Answer answer = register(users, "alice", 3600, "c1", 1);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsExactly(new HeaderField("Expires", "3600"));
        assertThat(users.find(name("alice")).orElseThrow().servedBy()).isEqualTo("sip:scscf.ims.example.net");
        await().until(() -> reachable.equals(List.of(name("alice"))));
    }

    @Test
    void whoLeavesIsGoneAndNotHeardOf() throws Exception {
        ImsUsers users = users(10);
        register(users, "alice", 3600, "c1", 1);

        assertThat(register(users, "alice", 0, "c1", 2).status()).isEqualTo(200);

        assertThat(users.find(name("alice"))).isEmpty();
        assertThat(users.page("", 10)).isEmpty();
        assertThat(reachable).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void anOlderRegisterThatComesLateChangesNothing() throws Exception {
        ImsUsers users = users(10);
        register(users, "alice", 0, "c1", 2);

        assertThat(register(users, "alice", 3600, "c1", 1).status()).isEqualTo(500);
        assertThat(users.find(name("alice"))).isEmpty();
        assertThat(register(users, "alice", 3600, "c2", 1).status()).isEqualTo(200);
    }

    @Test
    void aRestartKeepsWhoIsStillRegistered() throws Exception {
        ImsUsers users = users(10);
        register(users, "alice", 3600, "c1", 1);
        register(users, "bob", 60, "c2", 1);
        register(users, "carol", 3600, "c3", 1);
        register(users, "carol", 0, "c3", 2);
        Instant since = now;

        now = now.plusSeconds(61);
        ImsUsers again = users(10);

        assertThat(again.page("", 10)).extracting(ImsUser::user).containsExactly(name("alice"));
        assertThat(again.find(name("alice")).orElseThrow().since()).isEqualTo(since);
        assertThat(register(again, "alice", 3600, "c1", 2).status()).isEqualTo(200);
        assertThat(again.find(name("alice")).orElseThrow().since()).isEqualTo(since);
    }

    @Test
    void whoEndedIsForgottenInMemoryAndOnDisk() throws Exception {
        ImsUsers users = users(10);
        register(users, "alice", 10, "c1", 1);
        now = now.plusSeconds(43);

        users.dropEnded();

        assertThat(users.registered()).isZero();
        register(users, "bob", 10, "c2", 1);
        try (var connection = database().connection();
                var rows =
                        connection.prepareStatement("SELECT name FROM ims_user").executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("bob@ims.example.net");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void whenItIsFullWhoEndsFirstIsDroppedAndNobodyRefused() throws Exception {
        ImsUsers users = users(2);
        register(users, "alice", 100, "c1", 1);
        register(users, "bob", 50, "c2", 1);

        assertThat(register(users, "carol", 70, "c3", 1).status()).isEqualTo(200);

        assertThat(users.page("", 10)).extracting(ImsUser::user).containsExactly(name("alice"), name("carol"));
        assertThat(users(10).page("", 10)).hasSize(2);
    }

    @Test
    void noRegistrationIsBelievedForEver() throws Exception {
        ImsUsers users = users(10);

        Answer answer = register(users, "alice", 4_294_967_295L, "c1", 1);

        assertThat(answer.headers()).containsExactly(new HeaderField("Expires", "4294967295"));
        assertThat(users.find(name("alice")).orElseThrow().until()).isEqualTo(now.plus(ImsUsers.MAX_EXPIRY));
    }

    @Test
    void whatNamesNoUserIsRefused() throws Exception {
        ImsUsers users = users(10);

        Answer answer = users.register(
                        new ThirdPartyRegistration("sip:ims.example.net", "sip:scscf", Duration.ofSeconds(1), "c", 1))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(answer.status()).isEqualTo(400);
    }

    private Database database() {
        return Objects.requireNonNull(databaseOrNull);
    }

    private ImsUsers users(int max) throws IOException {
        return ImsUsers.open(
                new ImsUsers.Ports(
                        new DatabaseImsUserStore(database(), Runnable::run),
                        Runnable::run,
                        () -> now,
                        uri -> uri.startsWith("sip:") && uri.indexOf('@') > 0
                                ? Optional.of((Party.User) Party.parse(uri.substring(4)))
                                : Optional.empty(),
                        reachable::add),
                max);
    }

    private static Answer register(ImsUsers users, String name, long seconds, String callId, long cseq)
            throws Exception {
        return users.register(new ThirdPartyRegistration(
                        "sip:" + name + "@ims.example.net",
                        "sip:scscf.ims.example.net",
                        Duration.ofSeconds(seconds),
                        callId,
                        cseq))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }
}
