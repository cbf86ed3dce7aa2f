package io.pigw.gateway.sip.tls;

import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA as an operator of an IMS core has one. Each instance is a root of its own. */
public final class SipPki {

    private static final X500Name ROOT = new X500Name("CN=IMS root");

    private final KeyPair rootKey = newKey("EC");
    private final AtomicLong serials = new AtomicLong(1);
    private final X509Certificate root;

    public SipPki() {
        this.root = new Certificate(this, ROOT, rootKey).authority().sign();
    }

    /** One to be filled in: good for both ends, for 30 days. */
    public Certificate certificate(String... names) {
        return new Certificate(this, new X500Name("CN=not.looked.at"), newKey("EC")).names(names);
    }

    public X509Certificate root() {
        return root;
    }

    /** {@code certificate.pem}, {@code key.pem} and {@code trust.pem} in a folder, with this CA as the trusted one. */
    public Files3 write(Path folder, Certificate certificate) {
        Files3 files =
                new Files3(folder.resolve("certificate.pem"), folder.resolve("key.pem"), folder.resolve("trust.pem"));
        try {
            Files.createDirectories(folder);
            Pem.writeCertificates(files.certificate(), List.of(certificate.sign()));
            Pem.writeKey(files.key(), certificate.key().getPrivate());
            Pem.writeCertificates(files.trust(), List.of(root));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The files of an identity. */
    public record Files3(Path certificate, Path key, Path trust) {}

    static KeyPair newKey(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("RSA") ? 2_048 : 256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate under construction. */
    public static final class Certificate {
        private final SipPki pki;
        private final X500Name subject;
        private final List<GeneralName> names = new ArrayList<>();
        private KeyPair key;
        private Instant notBefore = Instant.now().minus(Duration.ofHours(1));
        private Instant notAfter = Instant.now().plus(Duration.ofDays(30));
        private KeyPurposeId[] uses = {};
        private boolean authority;

        Certificate(SipPki pki, X500Name subject, KeyPair key) {
            this.pki = pki;
            this.subject = subject;
            this.key = key;
        }

        /** {@code sip:example.net}, {@code DNS:example.net} or {@code IP:127.0.0.1}. */
        public Certificate names(String... texts) {
            for (String text : texts) {
                if (text.startsWith("DNS:")) {
                    names.add(new GeneralName(GeneralName.dNSName, text.substring(4)));
                } else if (text.startsWith("IP:")) {
                    names.add(new GeneralName(GeneralName.iPAddress, text.substring(3)));
                } else {
                    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, text));
                }
            }
            return this;
        }

        public Certificate rsa() {
            key = newKey("RSA");
            return this;
        }

        public Certificate valid(Instant from, Instant to) {
            notBefore = from;
            notAfter = to;
            return this;
        }

        public Certificate uses(KeyPurposeId... purposes) {
            uses = purposes;
            return this;
        }

        Certificate authority() {
            authority = true;
            return this;
        }

        public KeyPair key() {
            return key;
        }

        public X509Certificate sign() {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    ROOT,
                    BigInteger.valueOf(pki.serials.getAndIncrement()),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject,
                    key.getPublic());
            try {
                if (authority) {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
                }
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(new GeneralName[0])));
                }
                if (uses.length > 0) {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(uses));
                }
                return new JcaX509CertificateConverter()
                        .getCertificate(builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(pki.rootKey.getPrivate())));
            } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
