package io.pigw.gateway.nexthop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of hops under a clock that the test moves; DNS is asked on virtual threads, so those answers are awaited. */
final class NextHopsTest {

    private final FakeDns dns = new FakeDns();
    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing(Task::at));
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    private record Task(Instant at, Runnable run) {}

    private final Scheduler scheduler = (delay, run) -> {
        Task task = new Task(now.plus(delay), run);
        tasks.add(task);
        return () -> tasks.remove(task);
    };

    @BeforeEach
    void records() throws Exception {
        dns.srv("_sip._udp.ims.example.net", 1, 1, 5060, "a.example.net")
                .srv("_sip._udp.ims.example.net", 2, 1, 5060, "b.example.net")
                .address("a.example.net", "192.0.2.1")
                .address("b.example.net", "192.0.2.2");
    }

    @Test
    void aFailedHopIsPassedOverAndTakenBackWhenItAnswersAgain() {
        NextHops hops = start("ims.example.net, 192.0.2.9:5070");
        assertThat(chosen(hops, false))
                .containsExactly("UDP:192.0.2.1:5060", "UDP:192.0.2.2:5060", "UDP:192.0.2.9:5070");

        Hop first = choose(hops).getFirst();
        hops.report(first, new HopReport.Failed("refused"));
        assertThat(chosen(hops, false)).containsExactly("UDP:192.0.2.2:5060", "UDP:192.0.2.9:5070");
        assertThat(hops.due()).doesNotContain(first);

        now = now.plusSeconds(2);
        assertThat(hops.due()).contains(first);
        hops.onPing(first, new HopReport.Answered(), Duration.ofSeconds(30));
        assertThat(chosen(hops, false)).startsWith("UDP:192.0.2.1:5060");
    }

    @Test
    void whenAllAreDownTheFirstTwoAreTriedAndTheStatusSaysWhatToDo() {
        NextHops hops = start("ims.example.net, 192.0.2.9:5070");
        choose(hops).forEach(hop -> hops.report(hop, new HopReport.Failed("refused")));

        assertThat(chosen(hops, false)).containsExactly("UDP:192.0.2.1:5060", "UDP:192.0.2.2:5060");
        assertThat(hops.status().up()).isZero();
        assertThat(hops.status().problem())
                .get()
                .asString()
                .contains("no IMS core answers")
                .contains("check sip.core");
    }

    @Test
    void whoAskedForAPauseIsLeftAloneEvenIfNobodyElseIsThere() {
        NextHops hops = start("192.0.2.9:5070");
        hops.report(choose(hops).getFirst(), new HopReport.Busy(Duration.ofMinutes(1)));

        assertThat(chosen(hops, false)).isEmpty();
        now = now.plusSeconds(60);
        assertThat(chosen(hops, false)).containsExactly("UDP:192.0.2.9:5070");
    }

    @Test
    void theOnlyOneThatAskedForAnHourIsTriedAgainAfterAMinute() {
        NextHops hops = start("192.0.2.9:5070, 192.0.2.10:5070");
        choose(hops).forEach(hop -> hops.report(hop, new HopReport.Busy(Duration.ofHours(1))));

        now = now.plusSeconds(59);
        assertThat(chosen(hops, false)).isEmpty();
        now = now.plusSeconds(1);
        assertThat(chosen(hops, false)).containsExactly("UDP:192.0.2.9:5070", "UDP:192.0.2.10:5070");
        hops.report(choose(hops).getLast(), new HopReport.Busy(Duration.ZERO));
        assertThat(chosen(hops, false)).containsExactly("UDP:192.0.2.10:5070");
    }

    @Test
    void aLargeRequestGoesByStreamFirstAndByUdpWhereThereIsNone() {
        NextHops hops = start("ims.example.net");
        assertThat(chosen(hops, true))
                .containsExactly(
                        "TCP:192.0.2.1:5060", "TCP:192.0.2.2:5060", "UDP:192.0.2.1:5060", "UDP:192.0.2.2:5060");

        hops.report(choose(hops).getFirst().over(Transport.TCP), new HopReport.Failed("refused"));

        assertThat(chosen(hops, true))
                .containsExactly("TCP:192.0.2.2:5060", "UDP:192.0.2.1:5060", "UDP:192.0.2.2:5060");
        assertThat(chosen(hops, false)).startsWith("UDP:192.0.2.1:5060");
    }

    @Test
    void aLargeRequestDoesNotGoByUdpToWhoIsSilentBrokenOrBusyOverTheStream() {
        NextHops hops = start("192.0.2.7:5070, 192.0.2.8:5070, 192.0.2.9:5070, 192.0.2.10:5070");
        List<Hop> servers = choose(hops);
        hops.report(servers.get(0).over(Transport.TCP), new HopReport.Silent());
        hops.report(servers.get(1).over(Transport.TCP), new HopReport.Broken("broke"));
        hops.report(servers.get(2).over(Transport.TCP), new HopReport.Busy(Duration.ofMinutes(1)));
        hops.report(servers.get(3).over(Transport.TCP), new HopReport.Failed("refused"));

        assertThat(chosen(hops, true)).containsExactly("UDP:192.0.2.10:5070");
        assertThat(chosen(hops, false)).hasSize(4);
    }

    @Test
    void anOldAnswerIsUsedWhileDnsIsDownAndTheNextOneWhenItIsBack() throws Exception {
        NextHops hops = start("ims.example.net");
        dns.down = true;
        advance(FakeDns.TTL);
        assertThat(chosen(hops, false)).hasSize(2);

        dns.down = false;
        dns.address("b.example.net", "192.0.2.3");
        advance(Core.SHORTEST_TTL);

        assertThat(chosen(hops, false)).contains("UDP:192.0.2.3:5060");
    }

    @Test
    void aNameThatIsNotInDnsIsSaidAndAskedForAgain() throws Exception {
        NextHops hops = start("late.example.net");
        assertThat(chosen(hops, false)).isEmpty();
        assertThat(hops.status().problem()).get().asString().contains("late.example.net is not in DNS");

        dns.address("late.example.net", "192.0.2.4");
        advance(FakeDns.NEGATIVE_TTL);

        assertThat(chosen(hops, false)).containsExactly("UDP:192.0.2.4:5060");
        assertThat(hops.status().problem()).isEmpty();
    }

    @Test
    void theSameAffinityGivesTheSameOrder() {
        for (int i = 0; i < 20; i++) {
            dns.srv("_sip._tcp.many.example.net", 1, 10, 5000 + i, "a.example.net");
        }
        NextHops hops = start("many.example.net;transport=tcp");

        assertThat(chosen(hops, "one")).isEqualTo(chosen(hops, "one")).isNotEqualTo(chosen(hops, "another"));
    }

    private NextHops start(String cores) {
        NextHopOptions options = new NextHopOptions(
                List.of(Transport.values()), new Families(false, true), List.of(), Duration.ofSeconds(30));
        NextHops hops = new NextHops(CoreUri.list(cores), dns, options, loop::add, scheduler, () -> now);
        hops.start();
        if (CoreUri.list(cores).stream().anyMatch(core -> core.numeric().isEmpty())) {
            settle();
        }
        return hops;
    }

    private void advance(Duration by) {
        now = now.plus(by);
        while (!tasks.isEmpty() && !tasks.peek().at().isAfter(now)) {
            tasks.remove().run().run();
            settle();
        }
    }

    /** A lookup that was begun has ended when its result is on the loop: none of these tests begins two. */
    private void settle() {
        await().pollInterval(Duration.ofMillis(5)).until(() -> !loop.isEmpty());
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    private static List<Hop> choose(NextHops hops) {
        List<Hop> chosen = new ArrayList<>();
        hops.choose("call", false, choice -> chosen.addAll(choice.hops()));
        return chosen;
    }

    private static List<String> chosen(NextHops hops, boolean large) {
        List<String> chosen = new ArrayList<>();
        hops.choose("call", large, choice -> choice.hops().forEach(hop -> chosen.add(hop.toString())));
        return chosen;
    }

    private static List<String> chosen(NextHops hops, String affinity) {
        List<String> chosen = new ArrayList<>();
        hops.choose(affinity, false, choice -> choice.hops().forEach(hop -> chosen.add(hop.toString())));
        return chosen;
    }
}
