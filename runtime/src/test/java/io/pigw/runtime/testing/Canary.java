package io.pigw.runtime.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** A text that is secret, and is looked for where nobody may tell it. */
public final class Canary {

    private Canary() {}

    /** As it is, in hexadecimal or in base64, at whatever offset. */
    public static boolean isIn(String text, String canary) {
        byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
        if (text.contains(canary)
                || text.toLowerCase(Locale.ROOT).contains(HexFormat.of().formatHex(bytes))) {
            return true;
        }
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[bytes.length + offset];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            if (text.contains(encoded.substring(4, encoded.length() - 2))) {
                return true;
            }
        }
        return false;
    }
}
