package io.pigw.runtime.cms;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Locale;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts a body for one recipient: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084), the key agreed upon by ephemeral-static
 * ECDH with the recipient's P-256 key (RFC 5753, SHA-256, AES-256 wrap). Safe on any thread; a millisecond or two.
 */
public final class Sealer {

    /** The media type, in lower case. */
    public static final String MEDIA_TYPE = "application/pkcs7-mime";

    /** What stands in {@code Content-Type} (RFC 8551 §3.2.2). */
    public static final String CONTENT_TYPE = MEDIA_TYPE + "; smime-type=authEnveloped-data; name=smime.p7m";

    static final Provider CASTLE = new BouncyCastleProvider();

    private static final int P256_BITS = 256;

    private final SecureRandom random;

    /** With that source of keys. */
    public Sealer(SecureRandom random) {
        this.random = random;
    }

    /** Whether a body of that type may be an encrypted one. */
    public static boolean isSealed(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(MEDIA_TYPE);
    }

    /**
     * Encrypts.
     *
     * @throws InvalidKeyException if the certificate's key is not P-256
     */
    public Bytes seal(MimeEntity entity, X509Certificate recipient) throws InvalidKeyException {
        if (!(recipient.getPublicKey() instanceof ECPublicKey key)
                || key.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
            throw new InvalidKeyException("the recipient's key is not P-256");
        }
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair ephemeral = keys.generateKeyPair();
            CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
            generator.addRecipientInfoGenerator(new JceKeyAgreeRecipientInfoGenerator(
                            CMSAlgorithm.ECDH_SHA256KDF,
                            ephemeral.getPrivate(),
                            ephemeral.getPublic(),
                            CMSAlgorithm.AES256_WRAP)
                    .addRecipient(recipient)
                    .setSecureRandom(random)
                    .setProvider(CASTLE));
            OutputAEADEncryptor encryptor =
                    (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                            .setSecureRandom(random)
                            .setProvider(CASTLE)
                            .build();
            return Bytes.copyOf(generator
                    .generate(new CMSProcessableByteArray(entity.toBytes().toArray()), encryptor)
                    .getEncoded());
        } catch (CMSException | IOException | GeneralSecurityException broken) {
            throw new IllegalStateException("cannot encrypt", broken);
        }
    }
}
