package io.pigw.gateway.registration;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** What openssl says the answer must be: a line of {@code registration/akav1-md5.txt}. */
record AkaAnswer(String set, String nonce, Bytes res, String response, String rspauth) {

    static final String USER = "pigw@ims.example.net";
    static final String REALM = "ims.example.net";
    static final String URI = "sip:ims.example.net";
    static final String CNONCE = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

    /** Draws the cnonce of the file. */
    static final RandomGenerator FIXED_RANDOM = () -> 0x5a5a5a5a5a5a5a5aL;

    static List<AkaAnswer> all() {
        try (InputStream in =
                Objects.requireNonNull(AkaAnswer.class.getResourceAsStream("/registration/akav1-md5.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .map(columns -> new AkaAnswer(
                            columns[0],
                            columns[1],
                            Bytes.copyOf(HexFormat.of().parseHex(columns[2])),
                            columns[3],
                            columns[4]))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static AkaAnswer of(String set) {
        return all().stream()
                .filter(answer -> answer.set().equals(set))
                .findFirst()
                .orElseThrow();
    }

    String challenge() {
        return "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\", algorithm=AKAv1-MD5, qop=\"auth,auth-int\"";
    }

    @Override
    public String toString() {
        return set;
    }
}
