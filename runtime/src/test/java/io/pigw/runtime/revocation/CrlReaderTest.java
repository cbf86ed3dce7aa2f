package io.pigw.runtime.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.KeyIdentifiers;
import io.pigw.runtime.identity.SerialNumber;
import io.pigw.runtime.testing.TestCrl;
import io.pigw.runtime.testing.TestPki;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrlReaderTest {

    private static final int MANY = 50_000;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aLargeListCostsAFewTimesItsSizeAndALookUpNothing() throws Exception {
        TestPki pki = TestPki.create();
        TestCrl building = pki.crl(1, NOW);
        Random seeded = new Random(1);
        List<BigInteger> serials = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            BigInteger serial = new BigInteger(159, seeded).add(BigInteger.ONE);
            serials.add(serial);
            building.revoke(serial);
        }
        byte[] der = building.sign().toArray();
        Bytes issuer = KeyIdentifiers.of(pki.issuing());
        CrlReader.read(pki.crl(1, NOW).sign().toArray());

        long before = threads.getCurrentThreadAllocatedBytes();
        CrlReader reader = CrlReader.read(der);
        assertThat(reader.isSignedBy(pki.issuing().getPublicKey())).isTrue();
        RevocationList list = reader.entries(issuer);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(list.size()).isEqualTo(MANY);
        assertThat(allocated).isLessThan(60L * der.length);
        List<SerialNumber> asked = serials.stream().map(SerialNumber::of).toList();
        before = threads.getCurrentThreadAllocatedBytes();
        int found = 0;
        for (int i = 0; i < asked.size(); i++) {
            found += list.contains(asked.get(i)) ? 1 : 0;
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(found).isEqualTo(MANY);
        assertThat(allocated).isLessThan(10_000);
        assertThat(list.contains(SerialNumber.of(BigInteger.ONE.shiftLeft(159))))
                .isFalse();
    }

    @Test
    void theNextListIsAskedForSoonerWhenItIsDueAndLaterAfterFailures() {
        Duration poll = Duration.ofMinutes(5);
        Random seeded = new Random(1);
        RevocationList dueInAMinute = list(NOW.plusSeconds(60));
        RevocationList fresh = list(NOW.plus(Duration.ofDays(1)));
        RevocationList overdue = list(NOW.minusSeconds(60));

        for (int i = 0; i < 100; i++) {
            assertThat(FetchPace.next(fresh, true, NOW, 0, poll, seeded)).isBetween(seconds(240), seconds(360));
            assertThat(FetchPace.next(dueInAMinute, true, NOW, 0, poll, seeded)).isBetween(seconds(24), seconds(36));
            assertThat(FetchPace.next(overdue, true, NOW, 0, poll, seeded)).isBetween(seconds(24), seconds(36));
            assertThat(FetchPace.next(fresh, true, NOW, 1, poll, seeded)).isLessThan(seconds(2));
            assertThat(FetchPace.next(fresh, true, NOW, 4, poll, seeded)).isBetween(seconds(6), seconds(10));
            assertThat(FetchPace.next(fresh, true, NOW, 1_000_000, poll, seeded))
                    .isBetween(seconds(240), seconds(360));
            assertThat(FetchPace.next(null, true, NOW, 1_000_000, poll, seeded)).isBetween(seconds(24), seconds(36));
            assertThat(FetchPace.next(null, false, NOW, 1_000_000, poll, seeded))
                    .as("nobody waits for it")
                    .isBetween(seconds(240), seconds(360));
        }
    }

    private static RevocationList list(Instant next) {
        return new RevocationList(
                Bytes.utf8("issuer"), 1, next.minus(Duration.ofDays(1)), next, new SerialSet(), Bytes.EMPTY);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
