package io.pigw.cli;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** Says on standard error how far a long task is: a bar on a terminal, a line for each phase elsewhere. Used by one thread at a time. */
public final class Progress {

    private static final int WIDTH = 30;

    private final PrintStream out;
    private final InstantSource clock;
    private final boolean onTerminal;
    private String phase = "";
    private long startedMillis;

    /** Writes to the stream; the clock times the phases. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    public Progress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        Console console = System.console();
        this.onTerminal = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /** Begins a phase. */
    public synchronized void begin(String what) {
        phase = what;
        startedMillis = clock.millis();
        if (onTerminal) {
            update(0, 1);
        }
    }

    /** Shows how much of the phase is done. */
    public synchronized void update(int done, int of) {
        if (onTerminal) {
            int filled = of == 0 ? WIDTH : Math.min(WIDTH, done * WIDTH / of);
            out.printf(
                    Locale.ROOT,
                    "\r  %-34s [%s%s] %d/%d ",
                    phase,
                    "█".repeat(filled),
                    "·".repeat(WIDTH - filled),
                    done,
                    of);
            out.flush();
        }
    }

    /** Ends the phase with a line that says what came of it. */
    public synchronized void end(String result) {
        Duration took = Duration.ofMillis(clock.millis() - startedMillis);
        if (onTerminal) {
            out.print("\r\u001b[2K");
        }
        out.printf(Locale.ROOT, "  %-34s %-38s %6.1f s%n", phase, result, took.toMillis() / 1000.0);
        out.flush();
    }
}
