package io.pigw.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.pigw.bench.BenchException;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A crowd of IMS clients on one loop. Every message is another one, and every answer is matched by its branch. Its methods block; not for
 * a loop.
 */
public final class LoadGenerator implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Options options;
    private final AtomicLong numbers;
    private final List<SenderSocket> senders = new ArrayList<>();
    private final EventLoop loop;
    private final LongConsumer acknowledged;
    private @Nullable LoadPhase phase;

    private LoadGenerator(Loops loops, Options options, AtomicLong numbers, LongConsumer acknowledged) {
        this.options = options;
        this.acknowledged = acknowledged;
        this.numbers = numbers;
        this.loop = loops.next();
    }

    /**
     * Whom to send what.
     *
     * @param servers where to, in turns
     * @param sockets that the messages go through, 1 to 1,000; each has one server
     * @param users that they are from, each with one target, 1 to 1,000
     * @param targets the users' in turns: IDs of 1000 to 9999
     */
    public record Options(Transport transport, List<HostPort> servers, int sockets, int users, List<Integer> targets) {

        private static final int MAX = 1_000;
        private static final int FIRST_TARGET = 1_000;
        private static final int LAST_TARGET = 9_999;

        /** To one server, each user with a target of its own: 1000 and up. */
        public Options(Transport transport, HostPort server, int sockets, int users) {
            this(
                    transport,
                    List.of(server),
                    sockets,
                    users,
                    IntStream.range(FIRST_TARGET, FIRST_TARGET + MAX).boxed().toList());
        }

        /** Checks the ranges and copies. */
        public Options {
            if (sockets < 1 || sockets > MAX || users < 1 || users > MAX) {
                throw new IllegalArgumentException("there must be 1 to " + MAX + " sockets and senders");
            }
            servers = List.copyOf(servers);
            targets = List.copyOf(targets);
            if (servers.isEmpty()
                    || targets.isEmpty()
                    || !targets.stream().allMatch(id -> id >= FIRST_TARGET && id <= LAST_TARGET)) {
                throw new IllegalArgumentException("name a server, and targets from 1000 to 9999");
            }
        }

        /** Whom that message is for: a user writes to one target alone. */
        public int target(long number) {
            return targets.get(user(number) % targets.size());
        }

        int user(long number) {
            return (int) (number % users);
        }
    }

    /**
     * Opens the sockets.
     *
     * @param loops with one thread, for this generator alone at a time
     * @param numbers of messages, counted on from generator to generator; the first is 1
     */
    public static LoadGenerator open(Loops loops, Options options, AtomicLong numbers) {
        return open(loops, options, numbers, _ -> {});
    }

    /**
     * The same.
     *
     * @param acknowledged is told the number of each message that was answered 2xx, on the generator's loop
     */
    public static LoadGenerator open(Loops loops, Options options, AtomicLong numbers, LongConsumer acknowledged) {
        LoadGenerator generator = new LoadGenerator(loops, options, numbers, acknowledged);
        for (int i = 0; i < options.sockets(); i++) {
            int sender = i;
            Channel channel = Sockets.connect(
                    loops,
                    options.transport(),
                    options.servers().get(i % options.servers().size()),
                    () -> new AnswerHandler(sender, generator::answered, generator::read));
            MessageTemplate template = MessageTemplate.of(
                    options.transport(), Sockets.local(channel).toString());
            generator.senders.add(new SenderSocket(channel, template, options));
        }
        return generator;
    }

    /** Bytes of the longest message. */
    public int messageBytes() {
        return senders.stream().mapToInt(SenderSocket::messageBytes).max().orElse(0);
    }

    /** Sends for so long and waits for the answers, some seconds at most. */
    public LoadResult run(Pace pace, Duration length) {
        CompletableFuture<LoadResult> result = new CompletableFuture<>();
        LoadPhase begun = new LoadPhase(
                loop,
                senders,
                numbers,
                new LoadPhase.Plan(pace, length, options.transport()),
                acknowledged,
                result::complete);
        loop.execute(() -> {
            phase = begun;
            begun.begin();
        });
        try {
            return result.get(length.plus(LoadPhase.DRAIN).plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", interrupted);
        } catch (ExecutionException | TimeoutException stuck) {
            throw new BenchException("the load generator is stuck", stuck);
        }
    }

    /** Ends the phase that is under way, if any, before its time. Any thread. */
    public void stop() {
        loop.execute(() -> {
            if (phase != null) {
                phase.stop();
            }
        });
    }

    private void answered(int sender, long number, int status) {
        if (phase != null) {
            phase.answered(sender, number, status);
        }
    }

    private void read() {
        senders.forEach(SenderSocket::flush);
    }

    @Override
    public void close() {
        senders.forEach(sender -> sender.channel().close().awaitUninterruptibly());
    }
}
