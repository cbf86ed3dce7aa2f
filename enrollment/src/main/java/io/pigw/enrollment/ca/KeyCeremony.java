package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes a root and an issuing authority under it, P-256 both (RFC 5280). All files are written aside and appear with
 * one rename, so that a crash leaves either nothing or everything.
 */
final class KeyCeremony {

    private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);
    private static final Duration ISSUING_LIFETIME = Duration.ofDays(1095);

    /** RFC 5280 §4.2.1.4: any policy may appear below. */
    private static final String ANY_POLICY = "2.5.29.32.0";

    private final String overlay;
    private final SecureRandom random;
    private final Instant now;

    KeyCeremony(String overlay, SecureRandom random, Instant now) {
        this.overlay = overlay;
        this.random = random;
        this.now = now;
    }

    /** Makes the authority's directory, which must not exist yet. */
    void perform(CaFiles files) throws IOException, GeneralSecurityException {
        Path parent = files.directory().toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException(files.directory() + " cannot hold the authority's keys");
        }
        CaFiles aside =
                new CaFiles(files.directory().resolveSibling(files.directory().getFileName() + ".new"));
        clear(aside.directory());
        Files.createDirectories(parent);
        Files.createDirectory(
                aside.directory(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        KeyPair rootPair = keyPair();
        KeyPair issuingPair = keyPair();
        X500Name rootName = name("root");
        X509Certificate root = sign(rootName, rootPair, rootName, rootPair, 1, ROOT_LIFETIME);
        X509Certificate issuing = sign(rootName, rootPair, name("issuing"), issuingPair, 0, ISSUING_LIFETIME);
        Pem.writeKey(aside.rootKey(), rootPair.getPrivate());
        Pem.writeCertificates(aside.trust(), List.of(root));
        Pem.writeKey(aside.issuingKey(), issuingPair.getPrivate());
        Pem.writeCertificates(aside.issuing(), List.of(issuing));
        force(aside.directory());
        Files.move(aside.directory(), files.directory(), StandardCopyOption.ATOMIC_MOVE);
        force(parent);
    }

    private X509Certificate sign(
            X500Name issuerName, KeyPair issuer, X500Name subjectName, KeyPair subject, int pathLength, Duration life)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuerName,
                        serial(),
                        Date.from(now.minus(CertificateAuthority.BACK_DATED)),
                        Date.from(now.plus(life)),
                        subjectName,
                        subject.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier, false, keyIds.createSubjectKeyIdentifier(subject.getPublic()))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        keyIds.createAuthorityKeyIdentifier(issuer.getPublic()));
        if (pathLength == 0) {
            builder.addExtension(
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(
                            new PolicyInformation(new org.bouncycastle.asn1.ASN1ObjectIdentifier(ANY_POLICY))));
        }
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign with P-256", e);
        }
    }

    private X500Name name(String which) {
        return CaNames.of(overlay, which);
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private BigInteger serial() {
        return new BigInteger(CertificateAuthority.SERIAL_BITS, random).setBit(CertificateAuthority.SERIAL_BITS - 1);
    }

    private static void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
