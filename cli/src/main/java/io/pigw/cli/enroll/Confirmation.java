package io.pigw.cli.enroll;

import io.pigw.cli.UserError;
import java.io.Console;
import java.util.Locale;

/** Asks before what cannot be taken back. */
final class Confirmation {

    private Confirmation() {}

    /** Returns if the person at the keyboard says yes. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where nobody sits at a terminal (JDK-8351435)
    static void require(boolean yes, String question) {
        if (yes) {
            return;
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new UserError(question + " There is nobody to ask here: say --yes");
        }
        String answer = console.readLine("%s [y/N] ", question);
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new UserError("nothing was done");
        }
    }
}
