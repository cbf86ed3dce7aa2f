package io.pigw.cli;

/** How much is logged to standard error: what {@code PIGW_LOG} says, if it is set. */
final class Logs {

    private static final String LEVEL = "PIGW_LOG";

    private Logs() {}

    /** Logs no less severe entries by default. To be called before anything logs. */
    static void atLeast(String level) {
        String set = System.getenv(LEVEL);
        if (set == null || set.isBlank()) {
            System.setProperty(LEVEL, level);
        }
    }
}
