package io.pigw.enrollment.policy;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A P-256 public key that has been proven to be its holder's.
 *
 * @param hash SHA-256 of SubjectPublicKeyInfo in hexadecimal
 * @param isWeak its private key is printed in a standard, or is a number that somebody would try
 */
public record KeyCheck(String hash, boolean isWeak) {

    /** Private keys 1 to this, and the same below the order: made by a generator without randomness. */
    private static final int TINY_KEYS = 1024;

    /** Keys of examples: RFC 6979 §A.2.5, RFC 7515 §A.3, RFC 7517 §A.2. */
    private static final Set<String> PRINTED_X = Set.of(
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
            "7fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445",
            "30a0424cd21c2944838a2d75c92b37e76ea20d9f00893a3b4eee8a3c0aafec3e");

    private static final Set<BigInteger> KNOWN_X = knownX();

    /** Looks at the key. Some microseconds. */
    public static KeyCheck of(PublicKey key) {
        boolean isWeak =
                key instanceof ECPublicKey ec && KNOWN_X.contains(ec.getW().getAffineX());
        return new KeyCheck(hash(key), isWeak);
    }

    /** SHA-256 of SubjectPublicKeyInfo in hexadecimal. */
    public static String hash(PublicKey key) {
        return sha256(key.getEncoded());
    }

    /** SHA-256 in hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A key and its negative have one x. */
    private static Set<BigInteger> knownX() {
        Set<BigInteger> known = new HashSet<>();
        PRINTED_X.forEach(x -> known.add(new BigInteger(x, 16)));
        X9ECParameters curve = CustomNamedCurves.getByName("P-256");
        ECPoint[] points = new ECPoint[TINY_KEYS];
        points[0] = curve.getG();
        for (int i = 1; i < TINY_KEYS; i++) {
            points[i] = points[i - 1].add(curve.getG());
        }
        curve.getCurve().normalizeAll(points);
        for (ECPoint point : points) {
            known.add(point.getAffineXCoord().toBigInteger());
        }
        return known;
    }
}
