package io.pigw.enrollment.ca;

import io.pigw.p2psip.Bytes;
import java.math.BigInteger;
import java.time.Instant;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * A certificate that has passed every check and lacks only the signature.
 *
 * @param serial drawn at random, never used before with overwhelming probability; the store makes sure
 * @param subject whom it is about
 * @param issuer who is to sign it
 * @param notBefore start of its validity, whole seconds
 * @param notAfter end of its validity, whole seconds
 * @param toBeSigned every byte of it but the signature (RFC 5280 §4.1.2)
 */
public record Prepared(
        BigInteger serial,
        Subject subject,
        IssuingAuthority issuer,
        Instant notBefore,
        Instant notAfter,
        X509v3CertificateBuilder builder,
        Bytes toBeSigned) {}
