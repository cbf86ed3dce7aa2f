package io.pigw.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Secrets that are not for the command line, which other users of the machine see. */
final class StandardInput {

    /** Stands in place of what is on the standard input. */
    static final String SIGN = "-";

    private StandardInput() {}

    /**
     * The first line, without blanks around it. Blocks.
     *
     * @param option that is given so
     * @throws UsageError if there is none
     */
    static String line(String option) {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line != null && !line.isBlank()) {
                return line.strip();
            }
        } catch (IOException unreadable) {
            throw new UsageError(option + " -: the standard input cannot be read", unreadable);
        }
        throw new UsageError(option + " - wants the secret in the first line of the standard input");
    }
}
