package io.pigw.gateway.translate;

import java.util.Locale;
import java.util.Optional;

/** Global numbers of {@code tel} URIs (RFC 3966 §5.1.4). */
final class TelNumber {

    /** E.164 has 15 digits; some networks add to them. */
    private static final int MAX_DIGITS = 32;

    private static final String VISUAL_SEPARATORS = "-.()";

    private TelNumber() {}

    /** Whether the text is a plus and digits, no more. */
    static boolean isGlobal(String text) {
        if (text.length() < 2 || text.length() > MAX_DIGITS + 1 || text.charAt(0) != '+') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * The global number of what stands behind {@code tel:}, or in the user part of a {@code sip} URI with {@code user=phone}: without
     * visual separators and parameters. None of a local number: it means another one in each context, and none of a number with
     * an {@code isub} or {@code ext}, which is not the number's own address (RFC 3966 §4).
     */
    static Optional<String> read(String subscriber) {
        int semicolon = subscriber.indexOf(';');
        String parameters = semicolon < 0 ? "" : subscriber.substring(semicolon).toLowerCase(Locale.ROOT);
        if (parameters.contains(";ext=") || parameters.contains(";isub=") || parameters.contains(";phone-context=")) {
            return Optional.empty();
        }
        StringBuilder number = new StringBuilder();
        for (char c : subscriber
                .substring(0, semicolon < 0 ? subscriber.length() : semicolon)
                .toCharArray()) {
            if (VISUAL_SEPARATORS.indexOf(c) < 0) {
                number.append(c);
            }
        }
        return Optional.of(number.toString()).filter(TelNumber::isGlobal);
    }
}
