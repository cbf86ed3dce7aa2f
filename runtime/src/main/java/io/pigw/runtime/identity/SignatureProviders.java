package io.pigw.runtime.identity;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who computes ECDSA P-256 with SHA-256: Amazon Corretto Crypto Provider where its native library loads, else Bouncy
 * Castle. Both are called by object and never registered, so that TLS and the JDK's other users keep their providers.
 */
public final class SignatureProviders {

    private static final Logger LOG = LoggerFactory.getLogger(SignatureProviders.class);
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final Provider CHOSEN = choose();

    private SignatureProviders() {}

    /** The provider in use. */
    public static Provider chosen() {
        return CHOSEN;
    }

    /** The key in the form that {@link #chosen()} works with fastest; one that cannot leave its token as it is. */
    static PrivateKey prepare(PrivateKey key) throws InvalidKeyException {
        return isInToken(key) ? key : (PrivateKey) keys().translateKey(key);
    }

    /** Whether the key is in a PKCS#11 token and cannot leave it. */
    public static boolean isInToken(PrivateKey key) {
        return key.getEncoded() == null;
    }

    /**
     * A fresh object that signs with the key: by {@link #chosen()}, or for a key in a token by the token's provider, which is
     * registered.
     */
    public static Signature signing(PrivateKey key) throws InvalidKeyException {
        try {
            Signature signature = isInToken(key) ? Signature.getInstance(ALGORITHM) : signature();
            signature.initSign(key);
            return signature;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Signs one structure with ECDSA and SHA-256, wherever the key is. For one use by one thread.
     *
     * @throws IllegalStateException if the key cannot be used
     */
    public static ContentSigner contentSigner(PrivateKey key) {
        JcaContentSignerBuilder builder = new JcaContentSignerBuilder(ALGORITHM);
        try {
            return (isInToken(key) ? builder : builder.setProvider(CHOSEN)).build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the key does not sign", e);
        }
    }

    /** The key in the form that {@link #chosen()} works with fastest. */
    static PublicKey prepare(PublicKey key) throws InvalidKeyException {
        return (PublicKey) keys().translateKey(key);
    }

    /** A fresh, unshared object. */
    static Signature signature() {
        try {
            return Signature.getInstance(ALGORITHM, CHOSEN);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyFactory keys() {
        try {
            return KeyFactory.getInstance("EC", CHOSEN);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Provider choose() {
        try {
            AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
            if (corretto.getLoadingError() == null) {
                Signature.getInstance(ALGORITHM, corretto);
                return corretto;
            }
        } catch (GeneralSecurityException | LinkageError notHere) {
            LOG.atDebug().setCause(notHere).log("Amazon Corretto Crypto Provider does not load");
        }
        LOG.atInfo().log("Signatures by Bouncy Castle: Amazon Corretto Crypto Provider does not load here");
        return new BouncyCastleProvider();
    }
}
