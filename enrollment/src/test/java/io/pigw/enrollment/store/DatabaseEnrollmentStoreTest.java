package io.pigw.enrollment.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.enrollment.policy.Policy;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The store's promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseEnrollmentStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    private Path directory;
    private final Databases databases = new Databases();
    private final NodeIds ids = new NodeIds(new Ring(32), Set.of(), new SecureRandom());
    private Database database;
    private EnrollmentStore store;
    private int serials;

    @BeforeAll
    void open(@TempDir Path in) {
        directory = in;
        database = databases.open(store(), DatabaseEnrollmentStore.MIGRATIONS);
        store = new DatabaseEnrollmentStore(
                database.writer(), new Policy(PolicySettings.DEFAULT, new Ring(32), _ -> false), ids);
    }

    /** The same for all tests. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    @AfterAll
    void close() {
        database.close();
        databases.close();
    }

    @Test
    void keepsAGrantAsItWas() throws Exception {
        Grant grant = new Grant("one", Role.PEER, List.of(user("zoe"), user("adam")), NodeId.of(7), LATER);
        await(store.addToken("keeps", grant, AuditActor.SERVER, NOW));

        assertThat(await(store.plan(claim("keeps"), NOW))).isEqualTo(new Plan.Ready(grant, NodeId.of(7)));
    }

    @Test
    void planningTakesNothing() throws Exception {
        await(store.addToken("plans", grant("two"), AuditActor.SERVER, NOW));

        Plan first = await(store.plan(claim("plans"), NOW));
        Plan second = await(store.plan(claim("plans"), NOW));

        assertThat(first).isInstanceOf(Plan.Ready.class);
        assertThat(second).isInstanceOf(Plan.Ready.class);
    }

    @Test
    void spendsNothingWhenTheSerialIsTaken() throws Exception {
        Issued first = issued();
        Grant grant = new Grant("three", Role.PEER, List.of(user("third")), null, LATER);
        await(store.addToken("serial-1", grant("other"), AuditActor.SERVER, NOW));
        await(store.addToken("serial-2", grant, AuditActor.SERVER, NOW));
        await(store.commit(claim("serial-1"), NodeId.of(100), first, null, NOW));

        CompletableFuture<Commitment> again = store.commit(claim("serial-2"), NodeId.of(101), first, null, NOW);

        assertThat(again).failsWithin(10, TimeUnit.SECONDS);
        assertThat(await(store.plan(claim("serial-2"), NOW))).isInstanceOf(Plan.Ready.class);
        Grant rival = new Grant("rival", Role.PEER, List.of(user("third")), NodeId.of(101), LATER);
        assertThat(await(store.addToken("rival", rival, AuditActor.SERVER, NOW)))
                .isEqualTo(new Decision.Allowed(rival));
    }

    @Test
    void losesAnIdToWhoCameFirst() throws Exception {
        await(store.addToken("race-1", grant("four"), AuditActor.SERVER, NOW));
        await(store.addToken("race-2", grant("four"), AuditActor.SERVER, NOW));

        Commitment first = await(store.commit(claim("race-1"), NodeId.of(200), issued(), null, NOW));
        Commitment second = await(store.commit(claim("race-2"), NodeId.of(200), issued(), null, NOW));

        assertThat(first).isEqualTo(new Commitment.Done());
        assertThat(second).isEqualTo(new Commitment.IdLost());
        assertThat(await(store.plan(claim("race-2"), NOW))).isInstanceOf(Plan.Ready.class);
    }

    @Test
    void spendsATokenOnce() throws Exception {
        await(store.addToken("once", grant("five"), AuditActor.SERVER, NOW));
        Issued certificate = issued();
        Claim another = new Claim(new Claim.Token("once"), "another request", new KeyCheck("x", false), "192.0.2.1");

        Commitment first = await(store.commit(claim("once"), NodeId.of(300), certificate, null, NOW));
        Commitment second = await(store.commit(another, NodeId.of(301), issued(), null, NOW));

        assertThat(first).isEqualTo(new Commitment.Done());
        assertThat(second).isEqualTo(new Commitment.Denied(new Decision.BadToken("the token has been used")));
    }

    @Test
    void answersTheSameRequestAgainForTenMinutes() throws Exception {
        await(store.addToken("again", grant("nine"), AuditActor.SERVER, NOW));
        Issued certificate = issued();
        await(store.commit(claim("again"), NodeId.of(310), certificate, null, NOW));

        Commitment soon = await(store.commit(
                claim("again"),
                NodeId.of(311),
                issued(),
                null,
                NOW.plus(Rights.REPEATABLE).minusMillis(1)));
        Commitment late =
                await(store.commit(claim("again"), NodeId.of(311), issued(), null, NOW.plus(Rights.REPEATABLE)));

        assertThat(soon).isEqualTo(new Commitment.Denied(new Decision.Repeated(NodeId.of(310), certificate.der())));
        assertThat(late).isEqualTo(new Commitment.Denied(new Decision.BadToken("the token has been used")));
    }

    @Test
    void endsATokenOnTheInstant() throws Exception {
        await(store.addToken("ends", grant("six"), AuditActor.SERVER, NOW));

        assertThat(await(store.plan(claim("ends"), LATER.minusMillis(1)))).isInstanceOf(Plan.Ready.class);
        assertThat(await(store.plan(claim("ends"), LATER)))
                .isEqualTo(new Plan.Denied(new Decision.BadToken("the token has expired")));
    }

    @Test
    void keepsThePromiseOfAnIdUntilTheTokenEnds() throws Exception {
        Grant promise = new Grant("seven", Role.CSP, List.of(), NodeId.of(400), LATER);
        await(store.addToken("promise", promise, AuditActor.SERVER, NOW));
        await(store.addToken(
                "drawn",
                new Grant("eight", Role.PEER, List.of(user("eight")), null, LATER.plusSeconds(60)),
                AuditActor.SERVER,
                NOW));

        Commitment before = await(store.commit(claim("drawn"), NodeId.of(400), issued(), null, NOW));
        Commitment after = await(store.commit(claim("drawn"), NodeId.of(400), issued(), null, LATER));

        assertThat(before).isEqualTo(new Commitment.IdLost());
        assertThat(after).isEqualTo(new Commitment.Done());
    }

    private static Grant grant(String account) {
        return new Grant(account, Role.PEER, List.of(user(account)), null, LATER);
    }

    private static Claim claim(String token) {
        return new Claim(
                new Claim.Token(token), "request of " + token, new KeyCheck("key of " + token, false), "192.0.2.1");
    }

    private Issued issued() {
        serials++;
        return new Issued(BigInteger.valueOf(serials), NOW, LATER, "key" + serials, Bytes.copyOf(new byte[] {1, 2, 3}));
    }

    private static Party.User user(String name) {
        return new Party.User(name, "p2p.example.net");
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }
}
