package io.pigw.simulation.keys;

import io.pigw.p2psip.Bytes;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.macs.SipHash128;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A keyed hash in place of a signature, for large worlds. The verifier looks the secret up by the public name that stands
 * for the key; no node of a simulation can do that, so that to forge one takes guessing a secret, as with the real ones.
 */
final class ModelledSignatures implements SignatureScheme {

    private static final int SECRET_BYTES = 16;
    private static final int SIGNATURE_BYTES = 16;

    private final Map<Bytes, byte[]> secrets = new HashMap<>();

    @Override
    public Key generate(RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        Bytes publicKey = Bytes.copyOf(
                ByteBuffer.allocate(Long.BYTES).putLong(secrets.size()).array());
        secrets.put(publicKey, secret);
        return new ModelKey(publicKey, secret);
    }

    @Override
    public boolean verify(Bytes publicKey, Bytes content, Bytes signature) {
        byte[] secret = secrets.get(publicKey);
        return secret != null && hash(secret, content).equals(signature);
    }

    private static Bytes hash(byte[] secret, Bytes content) {
        SipHash128 mac = new SipHash128();
        mac.init(new KeyParameter(secret));
        byte[] bytes = content.toArray();
        mac.update(bytes, 0, bytes.length);
        byte[] hash = new byte[SIGNATURE_BYTES];
        mac.doFinal(hash, 0);
        return Bytes.copyOf(hash);
    }

    private static final class ModelKey implements Key {
        private final Bytes publicKey;
        private final byte[] secret;

        ModelKey(Bytes publicKey, byte[] secret) {
            this.publicKey = publicKey;
            this.secret = secret;
        }

        @Override
        public Bytes publicKey() {
            return publicKey;
        }

        @Override
        public Bytes sign(Bytes content) {
            return hash(secret, content);
        }
    }
}
