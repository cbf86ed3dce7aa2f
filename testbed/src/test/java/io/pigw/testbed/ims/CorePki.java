package io.pigw.testbed.ims;

import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The operator's certificates for SIP over TLS, which have nothing to do with the overlay's. */
final class CorePki {

    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final X500Name CA = new X500Name("CN=SIP CA");

    private final KeyPair key = TestPki.newKey();
    private final X509Certificate root = sign(CA, key, Extension.basicConstraints, new BasicConstraints(true));
    private long serial;

    /** PEM files of one node. */
    record Identity(Path key, Path certificates, Path trust) {}

    /** An identity with DNS names (and IP addresses, where they look like it), in files under the folder. */
    Identity issue(Path folder, String... names) throws IOException {
        KeyPair own = TestPki.newKey();
        GeneralName[] alternatives = Stream.of(names)
                .map(name ->
                        new GeneralName(name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        X509Certificate certificate = sign(
                new X500Name("CN=" + names[0]), own, Extension.subjectAlternativeName, new GeneralNames(alternatives));
        Path keyFile = Files.createFile(
                folder.resolve("key.pem"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(keyFile, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
            return new Identity(
                    keyFile,
                    Files.writeString(folder.resolve("certificate.pem"), pem("CERTIFICATE", certificate.getEncoded())),
                    Files.writeString(folder.resolve("trust.pem"), pem("CERTIFICATE", root.getEncoded())));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private X509Certificate sign(
            X500Name subject, KeyPair subjectKey, ASN1ObjectIdentifier extension, ASN1Encodable value) {
        try {
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    CA,
                    BigInteger.valueOf(++serial),
                    Date.from(now.minus(VALIDITY)),
                    Date.from(now.plus(VALIDITY)),
                    subject,
                    subjectKey.getPublic());
            builder.addExtension(extension, extension.equals(Extension.basicConstraints), value);
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (CertIOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
