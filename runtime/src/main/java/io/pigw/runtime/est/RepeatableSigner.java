package io.pigw.runtime.est;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.operator.ContentSigner;

/**
 * ECDSA with SHA-256 and the nonces of RFC 6979: the same request for the same key is the same bytes, so that any
 * server knows a client that asks again (RFC 7030 §4.2.3). For one use.
 */
final class RepeatableSigner implements ContentSigner {

    private final AsymmetricKeyParameter key;
    private final BigInteger order;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    RepeatableSigner(AsymmetricKeyParameter key, BigInteger order) {
        this.key = key;
        this.order = order;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, key);
        try {
            BigInteger[] pair = signer.generateSignature(
                    MessageDigest.getInstance("SHA-256").digest(content.toByteArray()));
            return StandardDSAEncoding.INSTANCE.encode(order, pair[0], pair[1]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
