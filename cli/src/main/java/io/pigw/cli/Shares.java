package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers and times as they are shown. */
final class Shares {

    private Shares() {}

    static String two(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** Of what a server answered. */
    static String two(JsonNode from, String path) {
        return two(from.at(path).asDouble());
    }

    /** A time to the millisecond; as it came if it is none. */
    static String time(JsonNode at) {
        try {
            return Instant.parse(at.asText()).truncatedTo(ChronoUnit.MILLIS).toString();
        } catch (DateTimeParseException none) {
            return Terminal.printable(at.asText());
        }
    }

    static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
