package io.pigw.enrollment.ocsp;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.enrollment.ca.Prepared;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.issue.Issuer;
import io.pigw.enrollment.store.Issued;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * The delegated signers, one for each issuing authority: each with a fresh key and a certificate for a week at most (it bears
 * {@code ocsp-nocheck}, so that nobody could revoke it), replaced at half of its life.
 */
final class OcspSigners {

    private static final Duration LIFE = Duration.ofDays(7);
    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private final CertificateAuthority authority;
    private final OwnRecord record;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<String, OcspSigner> signers = new HashMap<>();

    /** Where signers' certificates are put on record. */
    @FunctionalInterface
    interface OwnRecord {
        /** Puts a certificate on record; durable once the future completes. */
        CompletableFuture<Void> add(Issued certificate, Instant now);
    }

    OcspSigners(CertificateAuthority authority, OwnRecord record, InstantSource clock, SecureRandom random) {
        this.authority = authority;
        this.record = record;
        this.clock = clock;
        this.random = random;
    }

    /** The signer for that authority; a new one where it is due. Blocks. */
    synchronized OcspSigner of(IssuingAuthority issuer) throws InterruptedException {
        Instant now = clock.instant();
        OcspSigner known = signers.get(issuer.keyId());
        if (known != null && now.isBefore(known.renewAt())) {
            return known;
        }
        signers.keySet().removeIf(keyId -> authority.issuer(keyId).isEmpty());
        OcspSigner fresh = make(issuer, now);
        signers.put(issuer.keyId(), fresh);
        return fresh;
    }

    private OcspSigner make(IssuingAuthority issuer, Instant now) throws InterruptedException {
        Duration left = Duration.between(now, issuer.notAfter());
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            Prepared prepared = authority.prepare(
                    pair.getPublic(), new Subject.OcspSigner(), issuer, left.compareTo(LIFE) < 0 ? left : LIFE);
            X509Certificate certificate = authority.issue(prepared);
            record.add(Issuer.record(prepared, certificate), now).get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return new OcspSigner(
                    pair.getPrivate(),
                    new JcaX509CertificateHolder(certificate),
                    now.plus(Duration.between(now, prepared.notAfter()).dividedBy(2)),
                    prepared.notAfter());
        } catch (GeneralSecurityException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the OCSP signer's certificate cannot be made", e);
        }
    }
}
