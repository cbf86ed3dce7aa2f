package io.pigw.gateway.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Party;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Users by name and by end. */
final class UserTableTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final UserTable table = new UserTable(3);

    @Test
    void whoEndsFirstMakesRoom() {
        table.put(user("alice", 100));
        table.put(user("bob", 50));
        table.put(user("carol", 200));

        assertThat(table.put(user("dave", 70))).contains(user("bob", 50));
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.find(name("bob"))).isEmpty();
    }

    @Test
    void aRefreshMovesTheEnd() {
        table.put(user("alice", 10));
        table.put(user("alice", 1_000));

        assertThat(table.dropEnded(NOW.plusSeconds(500))).isZero();
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void whoEndedIsRememberedForSomeSecondsAndThenGone() {
        table.put(user("alice", 10));

        assertThat(table.dropEnded(NOW.plusSeconds(42))).isZero();
        assertThat(table.find(name("alice"))).isPresent();
        assertThat(table.dropEnded(NOW.plusSeconds(43))).isEqualTo(1);
        assertThat(table.find(name("alice"))).isEmpty();
    }

    @Test
    void listsTheRegisteredByName() {
        table.put(user("carol", 100));
        table.put(user("alice", 100));
        table.put(user("bob", 0));

        assertThat(table.registered("", 10, NOW))
                .extracting(ImsUser::user)
                .containsExactly(name("alice"), name("carol"));
        assertThat(table.registered("", 1, NOW)).extracting(ImsUser::user).containsExactly(name("alice"));
        assertThat(table.registered("alice@ims.example.net", 1, NOW))
                .extracting(ImsUser::user)
                .containsExactly(name("carol"));
    }

    @Test
    void dropsAtMostSoManyAtOnce() {
        UserTable large = new UserTable(10_000);
        for (int i = 0; i < 2_500; i++) {
            large.put(user("user" + i, 1));
        }

        assertThat(large.dropEnded(NOW.plusSeconds(100))).isEqualTo(UserTable.DROPPED_AT_ONCE);
        assertThat(large.size()).isEqualTo(1_500);
    }

    static Party.User name(String name) {
        return new Party.User(name, "ims.example.net");
    }

    static ImsUser user(String name, long seconds) {
        return new ImsUser(
                name(name),
                "sip:" + name + "@ims.example.net",
                "sip:scscf.ims.example.net",
                "call",
                1,
                NOW,
                NOW.plusSeconds(seconds));
    }
}
