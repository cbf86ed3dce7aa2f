package io.pigw.enrollment.store;

import io.pigw.p2psip.Bytes;
import java.math.BigInteger;
import java.time.Instant;

/**
 * A signed certificate to be put on record.
 *
 * @param serial positive, at most 20 octets
 * @param notBefore start of its validity
 * @param notAfter end of its validity
 * @param keyHash SHA-256 of its SubjectPublicKeyInfo in hexadecimal
 * @param der at most 8192 bytes
 */
public record Issued(BigInteger serial, Instant notBefore, Instant notAfter, String keyHash, Bytes der) {}
