package io.pigw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a figure was measured on.
 *
 * @param processors that the JVM may use
 * @param model of the processor, as the system calls it
 * @param system its name and release
 * @param load runnable tasks over the last minute before the run, -1 where the system does not tell
 */
public record Machine(int processors, String model, String system, double load) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");

    /** Above this share of the processors, other work falsifies the figures. */
    private static final double BUSY = 0.25;

    /** This one, now. */
    public static Machine current() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                readModel(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                readLoad());
    }

    /** Whether something else was running. */
    public boolean isBusy() {
        return load > BUSY * processors;
    }

    /** As one line. */
    public String line() {
        return String.format(Locale.ROOT, "%d × %s, %s, load %.2f", processors, model, system, load);
    }

    private static String readModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    private static double readLoad() {
        try {
            return Double.parseDouble(Files.readString(LOAD).split(" ", 2)[0]);
        } catch (IOException notLinux) {
            return -1;
        }
    }
}
