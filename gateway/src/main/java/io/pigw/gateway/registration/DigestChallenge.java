package io.pigw.gateway.registration;

import io.pigw.gateway.isim.AkaChallenge;
import io.pigw.gateway.sip.SipText;
import io.pigw.p2psip.Bytes;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A challenge (RFC 2617 §3.2.1, RFC 3310 §3.2).
 *
 * @param realm as it stood between the quotes
 * @param nonce likewise
 * @param opaque likewise
 * @param algorithm as it came; {@code MD5} where it lacked
 * @param qop {@code auth} or {@code auth-int}; nothing for a server of RFC 2069
 * @param stale whether only the nonce was too old
 */
public record DigestChallenge(
        String realm, String nonce, Optional<String> opaque, String algorithm, Optional<String> qop, boolean stale) {

    private static final String SCHEME = "digest";

    /** Reads a WWW-Authenticate or Proxy-Authenticate; nothing if it is no Digest that could be answered. */
    static Optional<DigestChallenge> parse(String header) {
        String text = header.strip();
        int space = text.indexOf(' ');
        if (space < 0
                || !text.substring(0, space).toLowerCase(Locale.ROOT).equals(SCHEME)
                || !SipText.isOneLine(text)) {
            return Optional.empty();
        }
        return AuthParameters.parse(text.substring(space + 1)).flatMap(DigestChallenge::of);
    }

    private static Optional<DigestChallenge> of(AuthParameters parameters) {
        Optional<String> realm = parameters.get("realm");
        Optional<String> nonce = parameters.get("nonce");
        Optional<String> offered = parameters.get("qop");
        Optional<String> qop = offered.flatMap(DigestChallenge::qop);
        String algorithm = parameters.get("algorithm").orElse(DigestAlgorithm.MD5.token());
        if (realm.isEmpty() || nonce.isEmpty() || offered.isPresent() && qop.isEmpty() || !SipText.isToken(algorithm)) {
            return Optional.empty();
        }
        boolean stale = parameters.get("stale").orElse("").equalsIgnoreCase("true");
        return Optional.of(
                new DigestChallenge(realm.get(), nonce.get(), parameters.get("opaque"), algorithm, qop, stale));
    }

    /** {@code auth} where it is offered: REGISTER has no body to protect. */
    private static Optional<String> qop(String offered) {
        List<String> values = Arrays.stream(offered.split(","))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .toList();
        return List.of("auth", "auth-int").stream().filter(values::contains).findFirst();
    }

    /** The same with the nonce of an Authentication-Info (RFC 2617 §3.2.3). */
    DigestChallenge withNonce(String next) {
        return new DigestChallenge(realm, next, opaque, algorithm, qop, false);
    }

    /** RAND and AUTN, the first 32 bytes of the nonce (RFC 3310 §3.2); nothing if it does not hold them. */
    Optional<AkaChallenge> aka() {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(nonce);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length < AkaChallenge.LENGTH) {
            return Optional.empty();
        }
        int half = AkaChallenge.LENGTH / 2;
        return Optional.of(new AkaChallenge(
                Bytes.copyOf(Arrays.copyOf(bytes, half)),
                Bytes.copyOf(Arrays.copyOfRange(bytes, half, AkaChallenge.LENGTH))));
    }
}
