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
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;

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
    private final X509Certificate root;
    private final List<IssuingAuthority> issuers;
    private final @Nullable PublicationUrls publication;
    private final InstantSource clock;
    private final SecureRandom random;

    private CertificateAuthority(
            String overlay,
            Duration validity,
            @Nullable PublicationUrls publication,
            CaKeys keys,
            InstantSource clock,
            SecureRandom random) {
        if (validity.compareTo(Duration.ofMinutes(1)) < 0 || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("validity must be 1 minute to 30 days, not " + validity);
        }
        this.overlay = overlay;
        this.validity = validity;
        this.publication = publication;
        this.root = keys.root();
        this.issuers = List.of(new IssuingAuthority(keys.issuing(), keys.key()));
        this.clock = clock;
        this.random = random;
    }

    /** As the other, with nothing published: certificates say nothing about revocation. */
    public static CertificateAuthority open(
            CaFiles files, String overlay, Duration validity, InstantSource clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        return open(files, overlay, validity, null, clock, random);
    }

    /**
     * Opens the authority in the directory; makes its keys when there is no such directory yet. Blocks on files.
     *
     * @param validity of the certificates to be issued, 1 minute to 30 days
     * @param publication goes into each certificate; null: not published
     * @throws IOException if the files cannot be read, are incomplete or do not fit one another
     * @throws GeneralSecurityException if they do not verify now
     */
    public static CertificateAuthority open(
            CaFiles files,
            String overlay,
            Duration validity,
            @Nullable PublicationUrls publication,
            InstantSource clock,
            SecureRandom random)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(files.directory())) {
            new KeyCeremony(overlay, random, clock.instant()).perform(files);
        }
        return new CertificateAuthority(
                overlay, validity, publication, CaKeys.load(files, clock.instant()), clock, random);
    }

    /** The root's certificate. */
    public X509Certificate root() {
        return root;
    }

    /** The certificate of the authority that issues now. */
    public X509Certificate issuing() {
        return current().certificate();
    }

    /**
     * All issuing authorities that may have living certificates, the one that issues now first. Each owes a CRL. May change
     * while the server runs: ask anew each time.
     */
    public List<IssuingAuthority> issuers() {
        return issuers;
    }

    /** The authority that issues now. */
    public IssuingAuthority current() {
        return issuers.getFirst();
    }

    /** The issuing authority with that {@link IssuingAuthority#keyId()}, if it is one of {@link #issuers()}. */
    public Optional<IssuingAuthority> issuer(String keyId) {
        return issuers.stream().filter(issuer -> issuer.keyId().equals(keyId)).findFirst();
    }

    /** The issuing authority that signed the certificate, if it is one of {@link #issuers()}. */
    public Optional<IssuingAuthority> issuerOf(X509Certificate certificate) {
        return issuers.stream()
                .filter(issuer -> isSignedBy(certificate, issuer.certificate()))
                .findFirst();
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey(), SignatureProviders.chosen());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    /** What {@code cacerts} answers (RFC 7030 §4.1): all issuing authorities, the one that issues now first, and the root. */
    public List<X509Certificate> certificates() {
        return Stream.concat(issuers.stream().map(IssuingAuthority::certificate), Stream.of(root))
                .toList();
    }

    /** Where CRLs and OCSP answers are published, if they are. */
    public Optional<PublicationUrls> publication() {
        return Optional.ofNullable(publication);
    }

    /** What a relying party gets beside its trusted root: leaf first, then its issuing authority. */
    public List<X509Certificate> chain(X509Certificate leaf) {
        return List.of(leaf, issuerOf(leaf).orElse(current()).certificate());
    }

    /** As {@link #prepare(PublicKey, Subject, IssuingAuthority)} by the authority that issues now. */
    public Prepared prepare(PublicKey key, Subject subject) {
        return prepare(key, subject, current());
    }

    /** As {@link #prepare(PublicKey, Subject, IssuingAuthority, Duration)}, as long as configured. */
    public Prepared prepare(PublicKey key, Subject subject, IssuingAuthority issuer) {
        return prepare(key, subject, issuer, validity);
    }

    /**
     * Builds the certificate up to its signature.
     *
     * @param key proven by {@link CertificateRequest}
     * @param issuer one of {@link #issuers()}; an OCSP signer's is the authority that it answers for
     * @param life until the certificate ends, at most {@link #MAX_VALIDITY}
     * @throws IllegalStateException if the authority itself ends before the certificate would
     */
    public Prepared prepare(PublicKey key, Subject subject, IssuingAuthority issuer, Duration life) {
        if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("a certificate lives for 1 second to 30 days, not " + life);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant notBefore = now.minus(BACK_DATED);
        Instant notAfter = now.plus(life);
        if (notAfter.isAfter(issuer.notAfter())) {
            throw new IllegalStateException("the issuing authority ends before a certificate issued now would");
        }
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(
                        issuer.certificate().getSubjectX500Principal().getEncoded()),
                serial,
                Date.from(notBefore),
                Date.from(notAfter),
                Profile.name(subject, overlay),
                key);
        try {
            Profile.apply(builder, overlay, subject, key, issuer, publication);
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot encode the profile's extensions", e);
        }
        return new Prepared(serial, subject, issuer, notBefore, notAfter, builder);
    }

    /** Signs, and makes sure that the signature verifies before anyone else sees it. */
    public X509Certificate issue(Prepared prepared) {
        try {
            IssuingAuthority issuer = prepared.issuer();
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(prepared.builder().build(issuer.signer()));
            certificate.verify(issuer.certificate().getPublicKey(), SignatureProviders.chosen());
            return certificate;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the issuing key does not sign", e);
        }
    }
}
