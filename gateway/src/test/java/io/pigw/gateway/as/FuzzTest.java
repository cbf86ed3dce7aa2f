package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipMetrics;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A million bad messages, or as many as {@code fuzz.requests} says, over UDP and TCP; {@code fuzz.seed} repeats a run that failed.
 * The service then takes the next good one, with all its threads and no more memory.
 */
final class FuzzTest {

    private static final long REQUESTS = Long.getLong("fuzz.requests", 6_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int WARM_UP = 5_000;
    private static final int CONNECTIONS = 16;
    private static final long HEAP_MARGIN_BYTES = 16L << 20;

    /** Timer J of a UDP transaction, 32 s, and time for a slow machine. */
    private static final Duration TRANSACTIONS_END = Duration.ofSeconds(90);

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(FuzzTest.class);

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> errors = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                super.append(event);
            }
        }
    };

    @BeforeEach
    void watchTheLog() {
        errors.start();
        root.addAppender(errors);
    }

    @AfterEach
    void leaveTheLog() {
        root.detachAppender(errors);
    }

    @Test
    void servesTheNextGoodMessageAfterAllTheBadOnes() throws Exception {
        try (FuzzServer server = new FuzzServer()) {
            fuzz(server, WARM_UP, SEED);
            long heapBefore = heap();
            Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();

            fuzz(server, REQUESTS, SEED + 10);

            LOG.atInfo().addKeyValue("counts", server.metrics).log("Mutated requests were sent");
            reachedEverything(server);
            takesAGoodOne(server);
            assertThat(threadsBefore).filteredOn(FuzzTest::isOurs).allMatch(Thread::isAlive);
            assertThat(errors.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .isEmpty();
            await().atMost(TRANSACTIONS_END)
                    .untilAsserted(() ->
                            assertThat(server.transport.serverTransactions()).isZero());
            assertThat(heap()).isLessThan(heapBefore + HEAP_MARGIN_BYTES);
            takesAGoodOne(server);
        }
    }

    @Test
    void leaksNoBuffer() throws Exception {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        Queue<String> leaks = new ConcurrentLinkedQueue<>();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
        try (FuzzServer server = new FuzzServer()) {
            fuzz(server, WARM_UP, SEED + 20);
            System.gc();
            fuzz(server, WARM_UP, SEED + 30);

            takesAGoodOne(server);
            assertThat(leaks).isEmpty();
        } finally {
            ByteBufUtil.setLeakListener((_, _) -> {});
            ResourceLeakDetector.setLevel(level);
        }
    }

    /** From one client over UDP, one over TCP, and several whose connections break. */
    private static void fuzz(FuzzServer server, long requests, long seed) throws Exception {
        long target = server.judged() + requests;
        BooleanSupplier done = () -> server.judged() >= target;
        List<Future<?>> clients = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.add(executor.submit(() -> new Fuzzer(server, seed).datagrams(done)));
            clients.add(executor.submit(() -> new Fuzzer(server, seed).streams(done)));
            for (int i = 0; i < CONNECTIONS; i++) {
                long own = seed + 1_000L * (i + 1);
                clients.add(executor.submit(() -> new Fuzzer(server, own).connections(done)));
            }
        }
        for (Future<?> client : clients) {
            client.get();
        }
    }

    /** That the messages were neither all hopeless nor all harmless. */
    private static void reachedEverything(FuzzServer server) {
        assertThat(server.accepted.get()).isGreaterThan(REQUESTS / 100);
        assertThat(server.metrics.of(SipMetrics.RECEIVED, "OPTIONS")).isGreaterThan((int) (REQUESTS / 100));
        assertThat(server.metrics.total(SipMetrics.REFUSED)).isGreaterThan((int) (REQUESTS / 10));
        assertThat(server.metrics.kinds(SipMetrics.REFUSED)).isGreaterThan(20);
        assertThat(server.metrics.of(SipMetrics.CONNECTIONS, "framing_lost")).isPositive();
    }

    private static void takesAGoodOne(FuzzServer server) {
        long before = server.accepted.get();
        try (RawUdp udp = new RawUdp(server.port());
                RawTcp tcp = new RawTcp(server.port())) {
            udp.send(message("UDP", udp.port(), "good-udp" + before, "", "x"));
            assertThat(udp.receiveText()).startsWith("SIP/2.0 200 ");
            tcp.send(message("TCP", tcp.port(), "good-tcp" + before, "", "x"));
            String answer = tcp.receiveText();
            assertThat(answer).startsWith("SIP/2.0 200 ");
            assertThat(header(answer, "Call-ID")).startsWith("call-good-tcp" + before);
        }
        assertThat(server.accepted).hasValue(before + 2);
    }

    private static boolean isOurs(Thread thread) {
        String group =
                thread.getThreadGroup() == null ? "" : thread.getThreadGroup().getName();
        return group.equals("sip-stack") || thread.getName().startsWith("pigw");
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
