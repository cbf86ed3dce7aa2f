package io.pigw.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a process and those that it started have used.
 *
 * @param cpu time of all of them that still run
 * @param proportionalBytes of memory, shared pages divided among those that share them; none where the system does not tell
 */
public record ProcessUsage(Duration cpu, OptionalLong proportionalBytes) {

    private static final String PROPORTIONAL = "Pss:";
    private static final long KIBI = 1024;

    /** Of a process and its descendants, now. */
    public static ProcessUsage of(ProcessHandle root) {
        return new ProcessUsage(
                tree(root)
                        .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                        .reduce(Duration.ZERO, Duration::plus),
                tree(root)
                        .map(ProcessUsage::proportional)
                        .reduce((one, other) -> one.isPresent() && other.isPresent()
                                ? OptionalLong.of(one.getAsLong() + other.getAsLong())
                                : OptionalLong.empty())
                        .orElse(OptionalLong.empty()));
    }

    private static Stream<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    private static OptionalLong proportional(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
        try (Stream<String> lines = Files.lines(file)) {
            return proportional(lines);
        } catch (IOException unknown) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong proportional(Stream<String> rollup) {
        return rollup.filter(line -> line.startsWith(PROPORTIONAL))
                .map(line -> line.substring(PROPORTIONAL.length()).strip())
                .mapToLong(value -> Long.parseLong(value.substring(0, value.indexOf(' '))) * KIBI)
                .findFirst();
    }
}
