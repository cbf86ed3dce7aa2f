package io.pigw.gateway.sip;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The markup of RFC 4475 §2: long lines, octets that cannot be printed, and repetitions. */
final class TortureMarkup {

    private static final Pattern ONE_LINE = Pattern.compile("<allOneLine>\n(.*?)\n</allOneLine>", Pattern.DOTALL);
    private static final Pattern HEX = Pattern.compile("<hex>([0-9A-Fa-f\\s]*)</hex>");
    private static final Pattern REPEAT = Pattern.compile("<repeat count=(\\d+)>((?:(?!<repeat).)*?)</repeat>");

    private TortureMarkup() {}

    /** The octets of a marked-up message, one to a character. */
    static String octets(String marked) {
        String lines = ONE_LINE.matcher(marked)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1).replace("\n", "")))
                .replace("\n", "\r\n");
        String repeated = REPEAT.matcher(lines)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(2).repeat(Integer.parseInt(match.group(1)))));
        return HEX.matcher(repeated).replaceAll(match -> {
            byte[] octets = HexFormat.of().parseHex(match.group(1).replaceAll("\\s", ""));
            return Matcher.quoteReplacement(new String(octets, StandardCharsets.ISO_8859_1));
        });
    }
}
