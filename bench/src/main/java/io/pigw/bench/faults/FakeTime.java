package io.pigw.bench.faults;

import io.pigw.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Another clock for one process, by libfaketime. */
final class FakeTime {

    private static final String LIBRARY = "libfaketimeMT.so.1";

    private FakeTime() {}

    /** The variables of a process whose clock is ahead by so much, or behind by a negative time; its timers run as ever. */
    static Map<String, String> by(Duration ahead) {
        return Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME",
                "%+ds".formatted(ahead.toSeconds()),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0"); // with it, timed waits of a JVM end at once, and two threads spin
    }

    /** Refuses a machine without the library. */
    static Path library() {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime").resolve(LIBRARY))
                    .filter(Files::isReadable)
                    .findFirst()
                    .orElseThrow(() -> new BenchException(
                            "wrong clocks need libfaketime; leave skew out, or: apt-get install libfaketime"));
        } catch (IOException unreadable) {
            throw new BenchException("/usr/lib cannot be read", unreadable);
        }
    }
}
