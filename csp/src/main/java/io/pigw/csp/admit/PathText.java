package io.pigw.csp.admit;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.Issued;
import io.pigw.runtime.identity.SerialNumber;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A path of certificates as it is stored: {@code ISSUER:SERIAL} in hexadecimal, apart by spaces. */
final class PathText {

    private static final int HEX = 16;

    private PathText() {}

    static String of(List<Issued> path) {
        return path.stream()
                .map(issued ->
                        issued.issuer().toHex() + ":" + issued.serial().number().toString(HEX))
                .collect(Collectors.joining(" "));
    }

    static List<Issued> parse(@Nullable String text) {
        return text == null || text.isEmpty()
                ? List.of()
                : Stream.of(text.split(" ")).map(PathText::one).toList();
    }

    private static Issued one(String text) {
        int colon = text.indexOf(':');
        return new Issued(
                Bytes.copyOf(HexFormat.of().parseHex(text.substring(0, colon))),
                SerialNumber.of(new BigInteger(text.substring(colon + 1), HEX)));
    }
}
