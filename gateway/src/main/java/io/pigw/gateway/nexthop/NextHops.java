package io.pigw.gateway.nexthop;

import io.pigw.overlay.port.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of the configured cores: found by RFC 3263, tried in order of preference and of health. On one loop; DNS is asked on
 * virtual threads, one for each core at a time.
 */
public final class NextHops implements HopSource {

    private static final Logger LOG = LoggerFactory.getLogger(NextHops.class);

    /** Requests that wait for the first answer of DNS. */
    private static final int MAX_WAITING = 10_000;

    private final List<Core> cores;
    private final Locator locator;
    private final HealthBook book;
    private final Executor loop;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final List<Runnable> waiting = new ArrayList<>();
    private Consumer<Hop> onDown = _ -> {};
    private volatile CoreStatus status = new CoreStatus(0, 0, Optional.of("the IMS core is being looked up"));
    private boolean closed;

    /**
     * Hops of the cores.
     *
     * @param cores in order of preference
     * @param options how to find and judge them
     * @param loop the one that it is used on
     * @param scheduler of that loop
     */
    public NextHops(
            List<CoreUri> cores, NextHopOptions options, Executor loop, Scheduler scheduler, InstantSource clock) {
        this(cores, new DnsClient(options.dns(), options.families()), options, loop, scheduler, clock);
    }

    NextHops(
            List<CoreUri> cores,
            Dns dns,
            NextHopOptions options,
            Executor loop,
            Scheduler scheduler,
            InstantSource clock) {
        this.cores = cores.stream().map(Core::new).toList();
        this.locator = new Locator(dns, options.spoken());
        this.book = new HealthBook(options.pings(), hop -> onDown.accept(hop));
        this.loop = loop;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Begins to ask DNS. On the loop. */
    public void start() {
        for (Core core : cores) {
            if (core.uri().numeric().isPresent()) {
                onLocation(core, locator.locate(core.uri()));
            } else {
                lookUp(core);
            }
        }
    }

    private void lookUp(Core core) {
        if (!closed) {
            Thread.startVirtualThread(() -> {
                Location location = located(core.uri());
                loop.execute(() -> onLocation(core, location));
            });
        }
    }

    private Location located(CoreUri uri) {
        try {
            return locator.locate(uri);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("core", uri).setCause(e).log("DNS's answer could not be used");
            return new Location.Failed("DNS's answer could not be used");
        }
    }

    private void onLocation(Core core, Location location) {
        if (closed) {
            return;
        }
        Duration again = core.onLocation(location, clock.instant());
        book.keep(cores.stream()
                .flatMap(each -> each.hops(lots("")).stream())
                .distinct()
                .toList());
        publish();
        if (core.uri().numeric().isEmpty()) {
            scheduler.schedule(again, () -> lookUp(core));
        }
        List<Runnable> ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(Runnable::run);
    }

    @Override
    public void choose(String affinity, boolean large, Consumer<HopChoice> then) {
        List<Hop> ordered = new ArrayList<>();
        for (Core core : cores) {
            List<Hop> hops = core.hops(lots(affinity));
            ordered.addAll(large ? HopChoice.forLarge(hops) : hops);
        }
        if (ordered.isEmpty() && waiting.size() < MAX_WAITING && !cores.stream().allMatch(Core::isAsked)) {
            waiting.add(() -> choose(affinity, large, then));
            return;
        }
        Instant now = clock.instant();
        List<Hop> fit = ordered.stream().distinct().toList();
        then.accept(HopChoice.among(
                large ? HopChoice.withoutNeedlessDatagrams(fit, book, now) : fit, book, now, whyNone()));
    }

    /** Lots that depend on the text alone, so that what is sent again goes the same way. */
    private static SplittableRandom lots(String affinity) {
        CRC32C sum = new CRC32C();
        sum.update(affinity.getBytes(StandardCharsets.UTF_8));
        return new SplittableRandom(sum.getValue());
    }

    private String whyNone() {
        return cores.stream()
                .flatMap(core -> core.problem().stream())
                .findFirst()
                .orElse("no server of the IMS core is known yet");
    }

    @Override
    public void report(Hop hop, HopReport report) {
        book.onRequest(hop, report, clock.instant());
        publish();
    }

    @Override
    public void suspect(Hop hop) {
        book.suspect(hop);
    }

    @Override
    public void onDown(Consumer<Hop> listener) {
        onDown = listener;
    }

    /** The hops that a ping is due to. */
    List<Hop> due() {
        return book.due(clock.instant());
    }

    /** A ping ended; the next is due so long after the hop's last answer. */
    void onPing(Hop hop, HopReport report, Duration next) {
        book.onPing(hop, report, next, clock.instant());
        publish();
    }

    private void publish() {
        status = CoreStatus.of(cores, book);
    }

    /** How the cores are. Any thread. */
    public CoreStatus status() {
        return status;
    }

    /** Asks DNS no more. On the loop. */
    public void close() {
        closed = true;
    }
}
