package io.pigw.gateway.isim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it answers one challenge after the other: whatever it answered is never answered again. */
final class SoftIsimKillTest {

    private static final IsimIdentity IDENTITY =
            new IsimIdentity("pigw@ims.example.net", List.of("sip:pigw@ims.example.net"), "ims.example.net");
    private static final TestSet SET = TestSet.of(3);
    private static final HomeNetwork HOME = new HomeNetwork(SET.key(), SET.op());
    private static final int ROUNDS = 3;

    @TempDir
    private Path directory = Path.of("none");

    /** Answers challenges with rising numbers, and says of each that it was answered, until it is killed. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) throws Exception {
            try (SoftIsim isim = open(Path.of(arguments[0]))) {
                for (long sqn = Long.parseLong(arguments[1]); ; sqn += 32) {
                    if (isim.authenticate(HOME.challenge(SET.rand(), sqn)) instanceof AkaResult.Success) {
                        System.out.println(sqn);
                    }
                }
            }
        }
    }

    @Test
    void noAnswerIsRepeatedAfterAKill() throws Exception {
        Path key = Files.writeString(
                directory.resolve("key"),
                "k=" + SET.key().toHex() + "\nop=" + SET.op().toHex() + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        long last = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long answered = answerUntilKilled(last + 64, 20 + 7 * round);
            last = answered;

            try (SoftIsim restarted = open(directory)) {
                assertThat(restarted.authenticate(HOME.challenge(SET.rand(), answered)))
                        .as("the last that was answered, %s", answered)
                        .isInstanceOfSatisfying(
                                AkaResult.SyncFailure.class,
                                failure -> assertThat(HOME.resynchronised(SET.rand(), failure.auts()))
                                        .isGreaterThanOrEqualTo(answered));
            }
        }
    }

    /** The last number that the process said it answered before it was killed. */
    private long answerUntilKilled(long from, int answers) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        directory.toString(),
                        Long.toString(from))
                .redirectError(directory.resolve("errors.txt").toFile())
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            long last = -1;
            for (int i = 0; i < answers; i++) {
                last = number(lines.readLine());
            }
            // Not destroyForcibly of the process: that closes the stream.
            process.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = number(line);
            }
            return last;
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private long number(@Nullable String line) throws IOException {
        if (line == null) {
            throw new AssertionError("the process ended: " + Files.readString(directory.resolve("errors.txt")));
        }
        return Long.parseLong(line);
    }

    private static SoftIsim open(Path directory) throws IOException {
        return SoftIsim.open(IDENTITY, directory.resolve("key"), directory.resolve("sequence"));
    }
}
