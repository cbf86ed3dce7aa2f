package io.pigw.runtime.identity;

import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A PKCS#11 token through the JDK's provider. Modules are loaded once in a process and stay, for that is how their state is; the
 * provider is registered as the last one, so that TLS finds it for this token's keys and nobody for any other. All methods
 * block.
 */
public final class Pkcs11Token {

    private static final String CURVE = "secp256r1";
    private static final Map<Slot, Provider> PROVIDERS = new ConcurrentHashMap<>();

    private final Pkcs11Config config;
    private final Provider provider;
    private final KeyStore store;

    private record Slot(Path library, long number) {}

    private Pkcs11Token(Pkcs11Config config, Provider provider, KeyStore store) {
        this.config = config;
        this.provider = provider;
        this.store = store;
    }

    /**
     * Opens the token and logs in.
     *
     * @throws IOException if the module, the token or the PIN's file is not there or the PIN is wrong; says which, never the PIN
     */
    public static Pkcs11Token open(Pkcs11Config config) throws IOException {
        Path library = config.library();
        if (!Files.isRegularFile(library)) {
            throw new IOException("pkcs11.library: " + library + ": there is no such file");
        }
        Slot slot = new Slot(library.toRealPath(), slot(config));
        Provider provider = provider(slot, config);
        char[] pin = SecretFile.readLine(config.pinFile()).toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return new Pkcs11Token(config, provider, store);
        } catch (IOException refused) {
            throw explain(config, refused);
        } catch (GeneralSecurityException | ProviderException unusable) {
            throw new IOException(config + " cannot be used: " + reason(unusable), unusable);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /** Signs and makes keys with this token. Registered. */
    public Provider provider() {
        return provider;
    }

    /** The labels of the keys that have a certificate beside them, and so can be found. */
    List<String> aliases() throws IOException {
        try {
            return Collections.list(store.aliases()).stream().sorted().toList();
        } catch (GeneralSecurityException e) {
            throw new IOException(config + " cannot be read", e);
        }
    }

    /** The first key with such a label that belongs to the certificate. */
    Optional<PrivateKey> key(Predicate<String> label, X509Certificate certificate) throws IOException {
        for (String alias : aliases()) {
            if (label.test(alias) && isFor(alias, certificate)) {
                return Optional.of(key(alias));
            }
        }
        return Optional.empty();
    }

    /** Makes a P-256 key that cannot leave the token. It is lost unless it is {@link #keep kept}. */
    KeyPair generate() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException | ProviderException e) {
            throw new IOException(config + " makes no P-256 key: " + reason(e), e);
        }
    }

    /** Puts the pair into the token for good, under the label. The certificate may be any for its public key. */
    void keep(String label, PrivateKey key, X509Certificate certificate) throws IOException {
        try {
            store.setKeyEntry(label, key, null, new X509Certificate[] {certificate});
        } catch (GeneralSecurityException | ProviderException e) {
            throw new IOException(config + " does not keep the key: " + reason(e), e);
        }
    }

    void delete(String label) throws IOException {
        try {
            store.deleteEntry(label);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new IOException(config + ": " + label + " cannot be deleted: " + reason(e), e);
        }
    }

    boolean isFor(String alias, X509Certificate certificate) throws IOException {
        try {
            return store.isKeyEntry(alias)
                    && store.getCertificate(alias) != null
                    && Arrays.equals(
                            store.getCertificate(alias).getPublicKey().getEncoded(),
                            certificate.getPublicKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(config + " cannot be read", e);
        }
    }

    private PrivateKey key(String alias) throws IOException {
        try {
            return (PrivateKey) store.getKey(alias, null);
        } catch (GeneralSecurityException e) {
            throw new IOException(config + ": the key " + alias + " cannot be used", e);
        }
    }

    private static long slot(Pkcs11Config config) throws IOException {
        Long slot = config.slot();
        if (slot != null) {
            return slot;
        }
        Map<Long, String> tokens = Cryptoki.load(config.library()).tokens();
        return tokens.entrySet().stream()
                .filter(entry -> entry.getValue().equals(config.token()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IOException("pkcs11.token: " + config.library() + " has no token \""
                        + config.token() + "\"; it has " + tokens.values()));
    }

    private static Provider provider(Slot slot, Pkcs11Config config) throws IOException {
        try {
            return PROVIDERS.computeIfAbsent(slot, Pkcs11Token::configure);
        } catch (ProviderException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new IOException(config + " cannot be opened with " + config.library() + ": " + reason(e), e);
        }
    }

    private static Provider configure(Slot slot) {
        Provider pkcs11 = Security.getProvider("SunPKCS11");
        if (pkcs11 == null) {
            throw new ProviderException("this Java runtime lacks the module jdk.crypto.cryptoki");
        }
        Provider provider = pkcs11.configure("""
                --name = pigw-%d-%s
                library = "%s"
                slot = %d
                attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_SIGN = true
                }
                """.formatted(
                        slot.number(), Integer.toHexString(slot.library().hashCode()), slot.library(), slot.number()));
        Security.addProvider(provider);
        return provider;
    }

    private static IOException explain(Pkcs11Config config, IOException refused) {
        if (reason(refused).startsWith("CKR_PIN")) {
            return new IOException(
                    config + ": the PIN in " + config.pinFile() + " is not taken (" + reason(refused) + ")", refused);
        }
        return new IOException(config + " cannot be used: " + reason(refused), refused);
    }

    /** The innermost message: the provider puts the module's own code there. */
    private static String reason(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage());
    }

    @Override
    public String toString() {
        return config.toString();
    }
}
