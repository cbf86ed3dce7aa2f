package io.pigw.gateway.sip.tls;

import io.pigw.runtime.secret.SecretFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.encoders.DecoderException;

/**
 * What is in the three files at one moment. Errors name the file and never hold its content.
 *
 * @param fingerprint of all three
 */
record TlsFiles(Content certificate, Content key, Content trust, String fingerprint) {

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_PEM_OBJECTS = 8;

    /** A file's bytes. */
    static final class Content {
        private final Path file;
        private final byte[] bytes;

        Content(Path file) throws IOException {
            this.file = file;
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException(file + ": larger than 1 MiB");
            }
            this.bytes = Files.readAllBytes(file);
        }
    }

    /** Reads the files; a key that others can reach is refused. Blocks. */
    static TlsFiles read(TlsConfig config) throws IOException {
        Content certificate = new Content(config.certificate());
        SecretFile.requirePrivate(config.key());
        Content key = new Content(config.key());
        Content trust = new Content(config.trust());
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Content content : List.of(certificate, key, trust)) {
                digest.update(Integer.toString(content.bytes.length).getBytes(StandardCharsets.US_ASCII));
                digest.update(content.bytes);
            }
            return new TlsFiles(certificate, key, trust, HexFormat.of().formatHex(digest.digest()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What they hold. */
    TlsMaterial parse() throws IOException {
        return new TlsMaterial(certificates(certificate), privateKey(key), certificates(trust));
    }

    private static List<X509Certificate> certificates(Content content) throws IOException {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content.bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new IOException(content.file + ": no certificate in PEM");
            }
            return certificates;
        } catch (GeneralSecurityException malformed) {
            throw new IOException(content.file + ": not certificates in PEM", malformed);
        }
    }

    /** PKCS#8, or what openssl wrote before it: {@code RSA PRIVATE KEY}, and {@code EC PRIVATE KEY} after its parameters. */
    private static PrivateKey privateKey(Content content) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(new String(content.bytes, StandardCharsets.US_ASCII)))) {
            for (int i = 0; i < MAX_PEM_OBJECTS; i++) {
                switch (parser.readObject()) {
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
                        throw new IOException(
                                content.file + ": the key is encrypted; decrypt it with `openssl pkey` and mode 0600");
                    case null -> throw new IOException(content.file + ": no private key in PEM");
                    default -> {
                        // parameters or a certificate before the key
                    }
                }
            }
        } catch (DecoderException | IllegalArgumentException malformed) {
            throw new IOException(content.file + ": not a private key in PEM", malformed);
        }
        throw new IOException(content.file + ": no private key in PEM");
    }
}
