package io.pigw.bench.churn;

import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.process.ChildProcess;
import io.pigw.bench.process.JavaCommand;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/** Processes with members of one ring, each told the same at the same time. Blocks. */
final class MemberProcesses implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_ANSWER = Duration.ofMinutes(2);
    private static final Duration TO_SETTLE = Duration.ofMinutes(10);
    private static final Duration FOR_RECORDS = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final ChurnOptions options;
    private final List<ChildProcess> running = new ArrayList<>();
    private long openFiles;

    MemberProcesses(ChurnOptions options) {
        this.options = options;
    }

    /**
     * Starts one for each list, side by side, and waits until their CSPs listen.
     *
     * @param lists as {@link MembersMain} reads them, each in a folder of its own
     * @return those of these lists
     */
    List<ChildProcess> start(List<Path> lists) throws IOException, InterruptedException {
        List<ChildProcess> started = new ArrayList<>();
        for (Path list : lists) {
            Path folder = list.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IllegalArgumentException(list + " is in no folder");
            }
            ChildProcess process = ChildProcess.start(
                    "members",
                    JavaCommand.of(
                            MembersMain.class,
                            options.heap(),
                            List.of(Integer.toString(options.ringBits()), list.toString())),
                    JavaCommand.quiet(),
                    folder);
            running.add(process);
            started.add(process);
        }
        for (ChildProcess process : started) {
            process.await(MembersMain.READY, TO_START);
        }
        return started;
    }

    /** Has all peers start, which then join. */
    void join() throws InterruptedException {
        running.forEach(process -> process.say(MembersMain.JOIN));
        for (ChildProcess process : running) {
            process.await(MembersMain.JOINING, TO_START);
        }
    }

    /** Waits until so many are so. */
    void await(String what, int wanted, ToIntFunction<MembersState> count, BenchProgress progress)
            throws InterruptedException {
        long end = System.nanoTime() + TO_SETTLE.toNanos();
        int now = count.applyAsInt(state());
        while (now < wanted) {
            if (System.nanoTime() - end > 0) {
                throw new BenchException("only " + now + " of " + wanted + " " + what + " within "
                        + TO_SETTLE.toSeconds() + " s: use fewer --peers, or a machine with less to do");
            }
            progress.update(now, wanted);
            rest(LOOK_EVERY);
            now = count.applyAsInt(state());
        }
    }

    private MembersState state() throws InterruptedException {
        running.forEach(process -> process.say(MembersMain.STATE));
        MembersState all = MembersState.NONE;
        for (ChildProcess process : running) {
            all = all.and(MembersState.parse(process.await(MembersState.PREFIX, TO_ANSWER)));
        }
        openFiles = Math.max(openFiles, all.openFiles());
        return all;
    }

    /** The most that one process had, as often as it was looked. */
    long openFiles() {
        return openFiles;
    }

    /** Every peer stores its record of that version. How many are held. */
    int store(int version) throws InterruptedException {
        running.forEach(process -> process.say(MembersMain.STORE + " " + version));
        return sum(running, MembersMain.STORED);
    }

    /**
     * Has records fetched.
     *
     * @param fetches owner and reader in turns, for each process that runs
     * @return how many were found
     */
    int fetch(int version, List<List<NodeId>> fetches) throws InterruptedException {
        for (int i = 0; i < running.size(); i++) {
            StringBuilder line =
                    new StringBuilder(MembersMain.FETCH).append(' ').append(version);
            fetches.get(i).forEach(id -> line.append(' ').append(id));
            running.get(i).say(line.toString());
        }
        return sum(running, MembersMain.FOUND);
    }

    private static int sum(List<ChildProcess> processes, String prefix) throws InterruptedException {
        int sum = 0;
        for (ChildProcess process : processes) {
            sum += Integer.parseInt(process.await(prefix, FOR_RECORDS));
        }
        return sum;
    }

    /** Kills these as {@code kill -9} does, and waits until they are gone. */
    void kill(Collection<ChildProcess> some) throws InterruptedException {
        some.forEach(process -> process.handle().ifPresent(ProcessHandle::destroyForcibly));
        running.removeAll(some);
        for (ChildProcess process : some) {
            if (process.runsAfter(TO_ANSWER)) {
                throw new BenchException("a process that was killed still runs");
            }
        }
    }

    /** Lets that much time go by. */
    void rest(Duration time) throws InterruptedException {
        running.getFirst().runsAfter(time);
    }

    @Override
    public void close() {
        running.forEach(ChildProcess::close);
        running.clear();
    }
}
