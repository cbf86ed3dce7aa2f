package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads a subscriber's key: lines {@code k=} and {@code op=} or {@code opc=}, 32 hexadecimal digits each; {@code #} begins a comment. */
final class SubscriberKey {

    private static final int DIGITS = 32;
    private static final Set<String> NAMES = Set.of("k", "op", "opc");

    private SubscriberKey() {}

    /**
     * Reads the file. Blocks.
     *
     * @throws IOException as {@link SecretFile#read}, or if it is not of that form
     */
    static Milenage read(Path file) throws IOException {
        Map<String, Bytes> values = new TreeMap<>();
        for (String line : SecretFile.read(file).lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (!NAMES.contains(name)) {
                throw new IOException(file + ": each line is k=, op= or opc=, and 32 hexadecimal digits");
            }
            if (values.put(name, hex(file, name, line.substring(equals + 1).strip())) != null) {
                throw new IOException(file + ": " + name + " is there twice");
            }
        }
        Bytes key = values.get("k");
        Bytes op = values.get("op");
        Bytes opc = values.get("opc");
        if (key == null) {
            throw new IOException(file + ": k is missing");
        }
        if (opc != null && op == null) {
            return Milenage.withOpc(key, opc);
        }
        if (op != null && opc == null) {
            return Milenage.withOp(key, op);
        }
        throw new IOException(file + ": either op or opc must be there, not both");
    }

    private static Bytes hex(Path file, String name, String digits) throws IOException {
        if (digits.length() != DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IOException(file + ": " + name + " must have 32 hexadecimal digits");
        }
        return Bytes.copyOf(HexFormat.of().parseHex(digits));
    }
}
