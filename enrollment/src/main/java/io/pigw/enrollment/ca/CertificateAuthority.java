package io.pigw.enrollment.ca;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(CertificateAuthority.class);

    private final AuthoritySettings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile Authorities authorities;
    private volatile String register;

    private CertificateAuthority(
            AuthoritySettings settings,
            String register,
            Authorities authorities,
            InstantSource clock,
            SecureRandom random) {
        this.settings = settings;
        this.register = register;
        this.authorities = authorities;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Opens the authority. Blocks on files and tokens.
     *
     * @throws IOException if there is none and it is not to be made automatically, or if the files cannot be read, are incomplete
     *     or do not fit one another
     * @throws GeneralSecurityException if the certificates do not verify now
     */
    public static CertificateAuthority open(AuthoritySettings settings, InstantSource clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        Instant now = clock.instant();
        if (!Files.exists(settings.files().directory())) {
            if (!settings.automatic()) {
                throw new IOException("there is no certification authority in "
                        + settings.files().directory()
                        + " yet: make one with 'pigw enroll init --config FILE --root DIR'"
                        + " (or, for development, set ca.ceremony: automatic)");
            }
            new KeyCeremony(settings, random, now).performAlone();
        }
        Authorities authorities = Authorities.load(settings, now);
        String register = Files.readString(settings.files().register());
        return new CertificateAuthority(settings, register, authorities, clock, random);
    }

    /** As the other, for development: made by itself if there is none, and nothing published. */
    public static CertificateAuthority open(
            CaFiles files, String overlay, Duration validity, InstantSource clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        return open(AuthoritySettings.automatic(files, overlay, validity), clock, random);
    }

    /** As the other, for development, with places of publication. */
    public static CertificateAuthority open(
            CaFiles files,
            String overlay,
            Duration validity,
            PublicationUrls publication,
            InstantSource clock,
            SecureRandom random)
            throws IOException, GeneralSecurityException {
        return open(AuthoritySettings.automatic(files, overlay, validity).publishedAt(publication), clock, random);
    }

    /**
     * Looks whether an issuing authority was added. If its files are not good, what was read before stays in use. Blocks.
     *
     * @return whether there is a new one
     */
    public boolean refresh() throws IOException, GeneralSecurityException {
        String found = Files.readString(settings.files().register());
        if (found.equals(register)) {
            return false;
        }
        Authorities old = authorities;
        Authorities read = Authorities.load(settings, clock.instant());
        if (!read.root().equals(old.root())) {
            throw new IOException(settings.files().trust() + " was replaced; restart the server for a new root");
        }
        authorities = read;
        register = found;
        log.atInfo()
                .addKeyValue("authority", read.members().getLast().authority().keyId())
                .addKeyValue("since", read.members().getLast().since())
                .log("the issuing authorities have changed");
        return true;
    }

    /** The root's certificate. */
    public X509Certificate root() {
        return authorities.root();
    }

    /** The certificate of the authority that issues now. */
    public X509Certificate issuing() {
        return current().certificate();
    }

    /**
     * All issuing authorities that have living certificates or soon will, at most {@value Register#MAX_LIVING}; the one that issues
     * now first. Each owes a CRL. Changes while the server runs: ask anew each time.
     */
    public List<IssuingAuthority> issuers() {
        return authorities.living(clock.instant());
    }

    /** The authority that issues now. */
    public IssuingAuthority current() {
        return authorities.current(clock.instant());
    }

    /** The authority that was announced last; it may not issue yet. */
    public IssuingAuthority newest() {
        return authorities.members().getLast().authority();
    }

    /**
     * An authority that issues no more.
     *
     * @param keyId its {@link IssuingAuthority#keyId()}
     * @param until when nothing that it signed is alive any more, and its last CRL is made
     */
    public record Retired(String keyId, Instant until) {}

    /** Those that issue no more, but sign CRLs. */
    public List<Retired> retired() {
        return authorities.retired(clock.instant());
    }

    /** The issuing authority with that {@link IssuingAuthority#keyId()}, if it is one of {@link #issuers()}. */
    public Optional<IssuingAuthority> issuer(String keyId) {
        return issuers().stream().filter(issuer -> issuer.keyId().equals(keyId)).findFirst();
    }

    /** The issuing authority that signed the certificate, if it is one of {@link #issuers()}. */
    public Optional<IssuingAuthority> issuerOf(X509Certificate certificate) {
        return issuers().stream()
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
        return Stream.concat(issuers().stream().map(IssuingAuthority::certificate), Stream.of(root()))
                .toList();
    }

    /** Where the operator puts the CRL of the root, DER: which issuing authorities it has revoked. There may be none. */
    public Path rootCrlFile() {
        return settings.files().rootCrl();
    }

    /** Where CRLs and OCSP answers are published, if they are. */
    public Optional<PublicationUrls> publication() {
        return Optional.ofNullable(settings.publication());
    }

    /**
     * What a node shows to others, who know the root alone: leaf first, then its issuing authority. The other living ones come
     * along, so that certificates by them are known to whoever this node links to.
     */
    public List<X509Certificate> chain(X509Certificate leaf) {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(leaf);
        List<IssuingAuthority> issuers = issuers();
        for (IssuingAuthority issuer : issuers) {
            chain.add(isSignedBy(leaf, issuer.certificate()) ? 1 : chain.size(), issuer.certificate());
        }
        return chain;
    }

    /** As {@link #prepare(PublicKey, Subject, IssuingAuthority)} by the authority that issues now. */
    public Prepared prepare(PublicKey key, Subject subject) {
        return prepare(key, subject, current());
    }

    /** For the server itself, by the authority that issues now: lives for {@link #MAX_VALIDITY}, whatever nodes' do. */
    public Prepared prepareOwn(PublicKey key, Subject subject) {
        return prepare(key, subject, current(), MAX_VALIDITY);
    }

    /** As {@link #prepare(PublicKey, Subject, IssuingAuthority, Duration)}, as long as configured. */
    public Prepared prepare(PublicKey key, Subject subject, IssuingAuthority issuer) {
        return prepare(key, subject, issuer, settings.validity());
    }

    /**
     * Builds the certificate up to its signature, and checks what was built against the profile.
     *
     * @param key proven by {@link CertificateRequest}
     * @param issuer one of {@link #issuers()}; an OCSP signer's is the authority that it answers for
     * @param life until the certificate ends, at most {@link #MAX_VALIDITY}; less where the issuer ends before that
     * @throws IllegalStateException if the issuer has ended, or the certificate would not be of the profile
     */
    public Prepared prepare(PublicKey key, Subject subject, IssuingAuthority issuer, Duration life) {
        if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("a certificate lives for 1 second to 30 days, not " + life);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(life).isBefore(issuer.notAfter()) ? now.plus(life) : issuer.notAfter();
        if (!end.isAfter(now)) {
            throw new IllegalStateException(
                    "the issuing authority has ended: make a new one with 'pigw enroll rotate'");
        }
        Instant begin = now.minus(BACK_DATED);
        BigInteger serial = CaCertificates.serial(random);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                CaNames.of(issuer.certificate()),
                serial,
                Date.from(begin),
                Date.from(end),
                Profile.name(subject, settings.overlay()),
                key);
        try {
            Profile.apply(builder, settings.overlay(), subject, key, issuer, settings.publication());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot encode the profile's extensions", e);
        }
        Draft draft = Draft.of(builder);
        List<String> faults = ProfileCheck.faults(
                draft.certificate(),
                new ProfileCheck.Order(settings.overlay(), subject, key, issuer.certificate(), settings.publication()));
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the certificate would not be of the profile: " + faults);
        }
        return new Prepared(serial, subject, issuer, begin, end, builder, draft.toBeSigned());
    }

    /** Signs, and makes sure that what was prepared was signed, and that the signature verifies, before anyone else sees it. */
    public X509Certificate issue(Prepared prepared) {
        try {
            IssuingAuthority issuer = prepared.issuer();
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(prepared.builder().build(issuer.signer()));
            if (!prepared.toBeSigned().equals(Bytes.copyOf(certificate.getTBSCertificate()))) {
                throw new IllegalStateException("something else was signed than was prepared");
            }
            certificate.verify(issuer.certificate().getPublicKey(), SignatureProviders.chosen());
            return certificate;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the issuing key does not sign", e);
        }
    }
}
