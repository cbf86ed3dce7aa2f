package io.pigw.gateway.registration;

import io.pigw.p2psip.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A nonce and what answers it: writes Authorization (RFC 2617 §3.2.2), counting its uses, and checks the server's answer. On one
 * thread.
 */
final class DigestSession {

    private static final String METHOD = "REGISTER";

    private final DigestChallenge challenge;
    private final DigestAlgorithm algorithm;
    private final String username;
    private final String uri;
    private final Bytes password;
    private final Optional<Bytes> auts;
    private int uses;
    private String cnonce = "";

    private DigestSession(
            DigestChallenge challenge, String username, String uri, Bytes password, Optional<Bytes> auts) {
        this.challenge = challenge;
        this.algorithm = DigestAlgorithm.of(challenge.algorithm()).orElseThrow();
        this.username = username;
        this.uri = uri;
        this.password = password;
        this.auts = auts;
    }

    static DigestSession of(DigestChallenge challenge, String username, String uri, Secret.Password secret) {
        return new DigestSession(challenge, username, uri, secret.bytes(), Optional.empty());
    }

    /** With AUTS, and the empty password (RFC 3310 §3.4). */
    static DigestSession of(DigestChallenge challenge, String username, String uri, Secret.Resync secret) {
        return new DigestSession(challenge, username, uri, Bytes.EMPTY, Optional.of(secret.auts()));
    }

    /** What the first REGISTER says of who registers (TS 24.229 §5.1.1.2.2). */
    static String initial(String username, String realm, String uri) {
        return "Digest username=\"" + username + "\", realm=\"" + realm + "\", nonce=\"\", uri=\"" + uri
                + "\", response=\"\"";
    }

    /** That the challenge was not genuine (TS 24.229 §5.1.1.5.3). */
    static String notGenuine(DigestChallenge challenge, String username, String uri) {
        return "Digest username=\"" + username + "\", realm=\"" + challenge.realm() + "\", nonce=\"" + challenge.nonce()
                + "\", uri=\"" + uri + "\", response=\"\", algorithm=" + challenge.algorithm()
                + challenge
                        .opaque()
                        .map(opaque -> ", opaque=\"" + opaque + "\"")
                        .orElse("");
    }

    DigestChallenge challenge() {
        return challenge;
    }

    /**
     * The value of Authorization for one more request.
     *
     * @param freshCnonce hexadecimal
     */
    String authorize(String freshCnonce) {
        uses++;
        cnonce = freshCnonce;
        StringBuilder value = new StringBuilder("Digest username=\"" + username + "\", realm=\"" + challenge.realm()
                + "\", nonce=\"" + challenge.nonce() + "\", uri=\"" + uri + "\", response=\"" + response(METHOD)
                + "\", algorithm=" + algorithm.token());
        challenge
                .qop()
                .ifPresent(qop -> value.append(", qop=" + qop + ", nc=" + count() + ", cnonce=\"" + cnonce + "\""));
        challenge.opaque().ifPresent(opaque -> value.append(", opaque=\"" + opaque + "\""));
        auts.ifPresent(bytes -> value.append(", auts=\"" + Base64.getEncoder().encodeToString(bytes.toArray()) + "\""));
        return value.toString();
    }

    /** Whether an Authentication-Info proves the server, which it does by rspauth, or says nothing (RFC 2617 §3.2.3). */
    boolean proves(AuthParameters info) {
        Optional<String> proof = info.get("rspauth");
        return proof.isEmpty()
                || MessageDigest.isEqual(
                        proof.get().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII),
                        response("").getBytes(StandardCharsets.US_ASCII));
    }

    /** RFC 2617 §3.2.2.1 to §3.2.2.3; with no method, the response digest of §3.2.3. */
    private String response(String method) {
        String a1 = algorithm.hash(
                (username + ":" + challenge.realm() + ":").getBytes(StandardCharsets.UTF_8), password.toArray());
        boolean body = challenge.qop().equals(Optional.of("auth-int"));
        String a2 = algorithm.hash(method + ":" + uri + (body ? ":" + algorithm.hash("") : ""));
        String middle = challenge
                .qop()
                .map(qop -> ":" + count() + ":" + cnonce + ":" + qop)
                .orElse("");
        return algorithm.hash(a1 + ":" + challenge.nonce() + middle + ":" + a2);
    }

    private String count() {
        return String.format(Locale.ROOT, "%08x", uses);
    }
}
