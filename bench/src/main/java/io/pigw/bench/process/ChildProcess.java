package io.pigw.bench.process;

import io.pigw.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of ours. It ends when its standard input does, so none outlives us, however we end. Lines that it writes are read by a
 * thread of its own; the methods block.
 */
public final class ChildProcess implements AutoCloseable {

    private static final int MAX_LINES = 256;
    private static final int TAIL_LINES = 20;
    private static final Duration TO_DIE = Duration.ofSeconds(30);
    private static final Duration TO_END = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_LINES);

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one.
     *
     * @param directory that it runs in, and where its standard error is kept
     * @throws IOException if it cannot be started
     */
    public static ChildProcess start(String name, List<String> command, Map<String, String> variables, Path directory)
            throws IOException {
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(log.toFile());
        builder.environment().putAll(variables);
        ChildProcess child = new ChildProcess(name, builder.start(), log);
        Thread.ofVirtual().name("lines-of-" + name).start(child::read);
        return child;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.offer(line);
            }
        } catch (IOException ended) {
            // the process is gone, as whoever waits for it notices
        }
    }

    /** The rest of the next line that begins so. */
    public String await(String prefix, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - end < 0) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null && line.startsWith(prefix)) {
                return line.substring(prefix.length()).strip();
            }
            if (line == null && !process.isAlive()) {
                throw new BenchException(name + " ended with " + process.exitValue() + tail());
            }
        }
        throw new BenchException(name + " did not say '" + prefix + "' within " + limit.toSeconds() + " s" + tail());
    }

    /** Writes a line to its standard input. */
    public void say(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
            process.outputWriter(StandardCharsets.UTF_8).flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(name + " is gone" + tail(), gone);
        }
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (runsAfter(TO_DIE)) {
            throw new BenchException(name + " was killed and still runs");
        }
    }

    /** Tells it to end ({@code SIGTERM}), and waits until it has. */
    public void terminate() throws IOException, InterruptedException {
        signal("TERM");
        if (runsAfter(TO_END)) {
            throw new BenchException(name + " was told to end and still runs" + tail());
        }
    }

    /** Stops it where it is ({@code SIGSTOP}) until it is resumed. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on ({@code SIGCONT}). */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .start();
        String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (kill.waitFor() != 0) {
            throw new BenchException(name + " could not be sent SIG" + signal + ": " + said.strip());
        }
    }

    /** Waits, and tells whether it still runs then. */
    public boolean runsAfter(Duration time) throws InterruptedException {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it and its children use. */
    public ProcessUsage usage() {
        return ProcessUsage.of(process.toHandle());
    }

    /** The end of what it wrote to standard error. */
    public String tail() {
        try {
            List<String> all = Files.readAllLines(log);
            return all.isEmpty()
                    ? ""
                    : ":\n  " + String.join("\n  ", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** By its input's end, else by force: it and its children. Idempotent. */
    @Override
    public void close() {
        List<ProcessHandle> tree = process.descendants().toList();
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException gone) {
            // so is the process
        }
        if (!ended()) {
            process.destroyForcibly();
            ended();
        }
        tree.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    private boolean ended() {
        try {
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The process, while it runs. */
    public Optional<ProcessHandle> handle() {
        return process.isAlive() ? Optional.of(process.toHandle()) : Optional.empty();
    }
}
