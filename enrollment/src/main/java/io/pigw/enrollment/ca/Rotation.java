package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.KeyPlaceholders;
import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Puts a new issuing authority beside the one in use. It is announced first – in {@code cacerts}, by CRLs, in what nodes fetch – and
 * issues from a little later on, when everybody knows it. The one before signs CRLs until its last certificate has ended. Works on
 * the files; a running server notices. Blocks; one at a time.
 */
public final class Rotation {

    /** How long a new authority is known before it issues, by default: thrice the time after which nodes ask for authorities. */
    public static final Duration ANNOUNCED = Duration.ofHours(3);

    private final AuthoritySettings settings;
    private final SecureRandom random;
    private final Instant now;

    /** A rotation at that time. */
    public Rotation(AuthoritySettings settings, SecureRandom random, Instant now) {
        this.settings = settings;
        this.random = random;
        this.now = now;
    }

    /**
     * A new authority that is in place.
     *
     * @param certificate its certificate
     * @param key where its key is, for people
     * @param since when it issues
     * @param before the one before
     * @param retires when the one before is of no more use
     */
    public record Rotated(
            X509Certificate certificate, String key, Instant since, X509Certificate before, Instant retires) {}

    /**
     * All in one, where the root's key is at hand.
     *
     * @param announced how long the new authority is known before it issues
     */
    public Rotated rotate(RootAuthority root, Duration announced) throws IOException, GeneralSecurityException {
        requireRoom(root.certificate());
        Custody custody = settings.keys().fresh();
        KeyPair pair = custody.generate(random);
        X509Certificate certificate = root.sign(pair.getPublic(), settings.publication(), now, random);
        return install(custody, pair.getPrivate(), certificate, announced);
    }

    /**
     * First half, where the root is elsewhere: makes the key, and what the root's holder is to sign. May be repeated: it is the
     * same key until the certificate is installed.
     *
     * @return PKCS#10 in DER
     */
    public byte[] request() throws IOException, GeneralSecurityException {
        requireRoom(null);
        CaFiles files = settings.files();
        if (!Files.exists(files.pending())) {
            Custody custody = settings.keys().fresh();
            KeyPair pair = custody.generate(random);
            X509Certificate placeholder = KeyPlaceholders.of("pending", pair);
            Files.deleteIfExists(files.pendingKey());
            custody.save(files.pendingKey(), pair.getPrivate(), List.of(placeholder));
            Pem.writeCertificates(files.pending(), List.of(placeholder));
        }
        X509Certificate placeholder = Pem.readCertificates(files.pending()).getFirst();
        PrivateKey key = pendingKey(placeholder);
        X500Name name = CaNames.issuing(settings.overlay(), CaCertificates.keyId(placeholder.getPublicKey()));
        return new JcaPKCS10CertificationRequestBuilder(name, placeholder.getPublicKey())
                .build(SignatureProviders.contentSigner(key))
                .getEncoded();
    }

    /**
     * Second half: takes what the root's holder signed.
     *
     * @throws IOException if it is not for the key of {@link #request}, or not signed by our root
     */
    public Rotated install(X509Certificate certificate, Duration announced)
            throws IOException, GeneralSecurityException {
        CaFiles files = settings.files();
        if (!Files.exists(files.pending())) {
            throw new IOException("no request is pending: make one with 'pigw enroll rotate --request FILE'");
        }
        X509Certificate placeholder = Pem.readCertificates(files.pending()).getFirst();
        if (!Arrays.equals(
                placeholder.getPublicKey().getEncoded(),
                certificate.getPublicKey().getEncoded())) {
            throw new IOException("the certificate is for another key than that of the pending request");
        }
        requireRoom(null);
        PrivateKey key = pendingKey(placeholder);
        Rotated rotated = install(settings.keys().of(files.pendingKey()), key, certificate, announced);
        Files.deleteIfExists(files.pending());
        Files.deleteIfExists(files.pendingKey());
        return rotated;
    }

    private PrivateKey pendingKey(X509Certificate placeholder) throws IOException {
        var file = settings.files().pendingKey();
        return settings.keys().of(file).load(file, placeholder);
    }

    private Rotated install(Custody custody, PrivateKey key, X509Certificate certificate, Duration announced)
            throws IOException, GeneralSecurityException {
        CaFiles files = settings.files();
        Authorities authorities = Authorities.load(settings, now);
        requireIssuing(certificate, authorities.root());
        String keyId = KeyCeremony.write(files, custody, key, certificate, authorities.root());
        Instant since = now.plus(announced).truncatedTo(ChronoUnit.SECONDS);
        Register.read(files.register()).with(new Register.Entry(keyId, since)).write(files.register());
        return new Rotated(
                certificate,
                custody.where(files.key(keyId)),
                since,
                authorities.current(now).certificate(),
                Authorities.lastEnd(since));
    }

    private void requireIssuing(X509Certificate certificate, X509Certificate root)
            throws IOException, GeneralSecurityException {
        try {
            certificate.verify(root.getPublicKey(), SignatureProviders.chosen());
        } catch (GeneralSecurityException other) {
            throw new IOException(
                    "the certificate is not signed by our root, "
                            + settings.files().trust(),
                    other);
        }
        certificate.checkValidity(Date.from(now));
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() != 0 || usage == null || !usage[5] || !usage[6]) {
            throw new IOException("the certificate is none of an issuing authority");
        }
        PublicationUrls publication = settings.publication();
        if (publication != null
                && !Arrays.equals(
                        certificate.getExtensionValue(Extension.cRLDistributionPoints.getId()),
                        new DEROctetString(Profile.crl(publication.crl(IssuingAuthority.keyIdOf(root))))
                                .getEncoded())) {
            throw new IOException("the certificate does not say where the root's list is published: have it signed with"
                    + " 'pigw enroll sign-authority --publish-url " + publication.base() + " …'");
        }
    }

    /** Each living authority's certificate goes into every node's chain, and there is not room for more. */
    private void requireRoom(@org.jspecify.annotations.Nullable X509Certificate root)
            throws IOException, GeneralSecurityException {
        Authorities authorities = Authorities.load(settings, now);
        if (root != null && !root.equals(authorities.root())) {
            throw new IOException("this is the root of another authority: ours is "
                    + settings.files().trust());
        }
        List<Authorities.Member> members = authorities.members();
        if (authorities.living(now).size() >= Register.MAX_LIVING) {
            throw new IOException("there are " + Register.MAX_LIVING
                    + " issuing authorities with living certificates already; the first retires at "
                    + members.getFirst().until());
        }
        if (members.getLast().since().isAfter(now)) {
            throw new IOException("a new authority is announced already, and issues from "
                    + members.getLast().since() + " on");
        }
    }
}
