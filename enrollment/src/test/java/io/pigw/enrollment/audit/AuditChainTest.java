package io.pigw.enrollment.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What following the chain finds, and what an event may hold. */
class AuditChainTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void findsWhatWasTamperedWith() {
        List<AuditEntry> good = new ArrayList<>();
        Bytes previous = AuditEntry.GENESIS;
        for (int i = 1; i <= 10; i++) {
            good.add(AuditEntry.of(event(i), i, previous));
            previous = good.getLast().hash();
        }

        assertThat(breakOf(good, list -> list.remove(4))).isEqualTo("5: entry 5 is missing: the next one is 6");
        assertThat(breakOf(good, list -> list.subList(2, 5).clear()))
                .isEqualTo("3: entry 3 to 5 is missing: the next one is 6");
        assertThat(breakOf(good, list -> list.add(4, list.remove(5)))).startsWith("5: entry 5 is missing");
        assertThat(breakOf(good, list -> list.add(4, list.get(2)))).startsWith("5: entry 3 stands where entry 5");
        assertThat(breakOf(good, list -> list.set(4, changed(list.get(4))))).startsWith("5: entry 5 was changed");
        assertThat(breakOf(
                        good,
                        list -> list.set(
                                4, AuditEntry.of(event(77), 5, list.get(4).previous()))))
                .startsWith("6: entry 6 does not follow");
        assertThat(breakOf(good, list -> list.removeFirst())).startsWith("1: entry 1 is missing");
    }

    @Test
    void boundsTextsOfOthers() {
        AuditEvent event = AuditEvent.refused(
                NOW, AuditActor.stranger("x".repeat(999)), AuditAction.ENROLLED, "😀".repeat(999), "y".repeat(999));

        assertThat(event.actor().name()).hasSize(256).endsWith("…");
        assertThat(event.subject()).hasSizeLessThanOrEqualTo(256).endsWith("😀…");
        assertThat(event.details().get("reason")).hasSize(256);
    }

    private static AuditEvent event(int n) {
        return AuditEvent.done(NOW, AuditActor.node(NodeId.of(1)), AuditAction.RENEWED, "node " + n);
    }

    private static AuditEntry changed(AuditEntry entry) {
        return new AuditEntry(
                entry.seq(),
                entry.at().plusMillis(1),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.outcome(),
                entry.details(),
                entry.previous(),
                entry.hash());
    }

    private static String breakOf(List<AuditEntry> good, Consumer<List<AuditEntry>> tamper) {
        List<AuditEntry> bad = new ArrayList<>(good);
        tamper.accept(bad);
        return verdict(bad) instanceof AuditVerdict.Broken broken ? broken.seq() + ": " + broken.what() : "intact";
    }

    private static AuditVerdict verdict(List<AuditEntry> entries) {
        AuditChain chain = new AuditChain();
        entries.forEach(chain::add);
        return chain.verdict();
    }
}
