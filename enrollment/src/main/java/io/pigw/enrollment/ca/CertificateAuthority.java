package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The issuing authority. Two steps: {@link #prepare} checks everything and fixes every byte but the signature,
 * {@link #issue} signs. Any thread; {@code issue} computes for some 0.1 ms and never waits.
 */
public final class CertificateAuthority {

    /** The longest validity of anything but an authority. */
    public static final Duration MAX_VALIDITY = CertificateProfile.MAX_VALIDITY;

    /** How much earlier than now a certificate begins, for clocks that are behind. */
    static final Duration BACK_DATED = Duration.ofMinutes(5);

    /** Bits of a serial number; RFC 5280 §4.1.2.2 allows 20 octets and wants it positive. */
    static final int SERIAL_BITS = 127;

    private final String overlay;
    private final Duration validity;
    private final CaKeys keys;
    private final InstantSource clock;
    private final SecureRandom random;

    private CertificateAuthority(
            String overlay, Duration validity, CaKeys keys, InstantSource clock, SecureRandom random) {
        if (validity.compareTo(Duration.ofMinutes(1)) < 0 || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("validity must be 1 minute to 30 days, not " + validity);
        }
        this.overlay = overlay;
        this.validity = validity;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Opens the authority in the directory; makes its keys when there is no such directory yet. Blocks on files.
     *
     * @param validity of the certificates to be issued, 1 minute to 30 days
     * @throws IOException if the files cannot be read, are incomplete or do not fit one another
     * @throws GeneralSecurityException if they do not verify now
     */
    public static CertificateAuthority open(
            CaFiles files, String overlay, Duration validity, InstantSource clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(files.directory())) {
            new KeyCeremony(overlay, random, clock.instant()).perform(files);
        }
        return new CertificateAuthority(overlay, validity, CaKeys.load(files, clock.instant()), clock, random);
    }

    /** The root's certificate. */
    public X509Certificate root() {
        return keys.root();
    }

    /** The issuing authority's certificate. */
    public X509Certificate issuing() {
        return keys.issuing();
    }

    /** What a relying party gets beside its trusted root: leaf first, then the issuing authority. */
    public List<X509Certificate> chain(X509Certificate leaf) {
        return List.of(leaf, keys.issuing());
    }

    /**
     * Builds the certificate up to its signature.
     *
     * @param key proven by {@link CertificateRequest}
     * @throws IllegalStateException if the authority itself ends before the certificate would
     */
    public Prepared prepare(PublicKey key, Subject subject) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant notBefore = now.minus(BACK_DATED);
        Instant notAfter = now.plus(validity);
        if (notAfter.isAfter(keys.issuing().getNotAfter().toInstant())) {
            throw new IllegalStateException("the issuing authority ends before a certificate issued now would");
        }
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(keys.issuing().getSubjectX500Principal().getEncoded()),
                serial,
                Date.from(notBefore),
                Date.from(notAfter),
                new X500Name(new org.bouncycastle.asn1.x500.RDN[0]),
                key);
        try {
            Profile.apply(builder, overlay, subject, key, keys.issuing());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot encode the profile's extensions", e);
        }
        return new Prepared(serial, subject, notBefore, notAfter, builder);
    }

    /** Signs, and makes sure that the signature verifies before anyone else sees it. */
    public X509Certificate issue(Prepared prepared) {
        try {
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .setProvider(SignatureProviders.chosen())
                    .build(keys.key());
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(prepared.builder().build(signer));
            certificate.verify(keys.issuing().getPublicKey(), SignatureProviders.chosen());
            return certificate;
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("the issuing key does not sign", e);
        }
    }
}
