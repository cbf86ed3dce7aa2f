package io.pigw.cli;

import java.util.Locale;

/** What others have written, as it may be shown on a terminal. */
final class Terminal {

    private Terminal() {}

    /** Control characters, of which a terminal makes more than text, are shown as their code. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
