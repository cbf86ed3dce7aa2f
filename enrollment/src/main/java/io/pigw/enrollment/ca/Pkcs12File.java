package io.pigw.enrollment.ca;

import io.pigw.runtime.secret.SecretFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * A key with its certificates as PKCS#12 (RFC 7292): PBES2 with PBKDF2-HMAC-SHA-256 and AES-256, and a MAC with SHA-256. Blocks.
 */
final class Pkcs12File {

    /** Passwords this long were made by {@link Password#ensure}: nobody guesses them, however fast. */
    private static final int RANDOM_LENGTH = 43;

    private static final int ITERATIONS = 600_000;
    private static final int ITERATIONS_IF_RANDOM = 10_000;
    private static final int MAX_BYTES = 64 * 1024;
    private static final String ALIAS = "authority";
    private static final byte[] KEY_ID = {1};
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private Pkcs12File() {}

    /** Writes a new file, 0600 from the first byte on, forced to disk. */
    static void write(Path file, Password password, PrivateKey key, List<X509Certificate> chain) throws IOException {
        char[] secret = password.read();
        byte[] encoded;
        try {
            encoded = encode(secret, key, chain);
        } catch (OperatorCreationException | PKCSException | GeneralSecurityException e) {
            throw new IOException(file + ": the key cannot be encrypted", e);
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, encoded, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    }

    /**
     * Its key.
     *
     * @throws IOException if it cannot be read, others can, or the password is wrong
     */
    static PrivateKey read(Path file, Password password) throws IOException {
        SecretFile.requirePrivate(file);
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": larger than " + MAX_BYTES + " bytes");
        }
        char[] secret = password.read();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), secret);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, secret) instanceof PrivateKey key) {
                    return key;
                }
            }
            throw new IOException(file + ": no private key");
        } catch (GeneralSecurityException unreadable) {
            throw new IOException(file + ": no PKCS#12 with a key", unreadable);
        } catch (IOException unreadable) {
            if (unreadable.getCause() instanceof GeneralSecurityException) {
                throw new IOException(file + ": " + password + " does not open it", unreadable);
            }
            throw unreadable;
        }
    }

    private static byte[] encode(char[] secret, PrivateKey key, List<X509Certificate> chain)
            throws OperatorCreationException, PKCSException, IOException, GeneralSecurityException {
        int iterations = secret.length >= RANDOM_LENGTH ? ITERATIONS_IF_RANDOM : ITERATIONS;
        PKCS12SafeBag[] certificates = new PKCS12SafeBag[chain.size()];
        for (int i = 0; i < certificates.length; i++) {
            PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder(chain.get(i));
            certificates[i] = (i == 0 ? named(bag) : bag).build();
        }
        PKCS12SafeBagBuilder keyBag = named(new JcaPKCS12SafeBagBuilder(key, encryptor(secret, iterations)));
        return new PKCS12PfxPduBuilder()
                .addEncryptedData(encryptor(secret, iterations), certificates)
                .addData(keyBag.build())
                .build(
                        new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                .setProvider(PROVIDER)
                                .setIterationCount(iterations),
                        secret)
                .getEncoded();
    }

    private static PKCS12SafeBagBuilder named(PKCS12SafeBagBuilder bag) {
        return bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(ALIAS))
                .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DEROctetString(KEY_ID));
    }

    private static OutputEncryptor encryptor(char[] secret, int iterations) throws OperatorCreationException {
        return new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(PROVIDER)
                .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                .setIterationCount(iterations)
                .build(secret);
    }
}
