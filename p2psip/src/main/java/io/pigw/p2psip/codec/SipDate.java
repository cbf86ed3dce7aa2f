package io.pigw.p2psip.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** {@code Sat, 13 Nov 2010 23:29:00 GMT}: SIP-date (RFC 3261 §25.1), by hand, for it stands in every message. */
final class SipDate {

    private static final int LENGTH = 29;
    private static final int SECONDS_A_DAY = 86_400;
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private SipDate() {}

    /** Reads a SIP-date; IllegalArgumentException or DateTimeException when it is none. */
    static Instant parse(String text) {
        if (text.length() != LENGTH
                || text.charAt(3) != ','
                || text.charAt(4) != ' '
                || text.charAt(7) != ' '
                || text.charAt(11) != ' '
                || text.charAt(16) != ' '
                || text.charAt(19) != ':'
                || text.charAt(22) != ':'
                || !text.endsWith(" GMT")) {
            throw new IllegalArgumentException("not a SIP-date");
        }
        int month = name(MONTHS, text, 8);
        LocalDate day = LocalDate.of(digits(text, 12, 16), month, digits(text, 5, 7));
        int hour = digits(text, 17, 19);
        int minute = digits(text, 20, 22);
        int second = digits(text, 23, 25);
        if (day.getDayOfWeek().getValue() != name(DAYS, text, 0) || hour > 23 || minute > 59 || second > 59) {
            throw new IllegalArgumentException("no such time");
        }
        return Instant.ofEpochSecond(day.toEpochDay() * SECONDS_A_DAY + 3_600L * hour + 60L * minute + second);
    }

    /** Writes an instant of the years 0 to 9999, its fraction of a second left out. */
    static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(LENGTH);
        int day = time.getDayOfWeek().getValue();
        int month = time.getMonthValue();
        text.append(DAYS, 3 * (day - 1), 3 * day).append(", ");
        two(text, time.getDayOfMonth()).append(' ');
        text.append(MONTHS, 3 * (month - 1), 3 * month).append(' ');
        two(two(text, time.getYear() / 100), time.getYear() % 100).append(' ');
        two(text, time.getHour()).append(':');
        two(text, time.getMinute()).append(':');
        return two(text, time.getSecond()).append(" GMT").toString();
    }

    private static StringBuilder two(StringBuilder text, int value) {
        return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    private static int name(String names, String text, int at) {
        for (int i = 0; i < names.length(); i += 3) {
            if (names.regionMatches(i, text, at, 3)) {
                return i / 3 + 1;
            }
        }
        throw new IllegalArgumentException("no such day or month");
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new IllegalArgumentException("not a digit");
            }
            value = 10 * value + digit - '0';
        }
        return value;
    }
}
