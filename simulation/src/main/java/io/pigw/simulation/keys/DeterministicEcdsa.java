package io.pigw.simulation.keys;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** ECDSA P-256 with SHA-256 and the nonces of RFC 6979, as in the product but for the nonces. */
final class DeterministicEcdsa implements SignatureScheme {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final int KEY_BITS = 256;

    @Override
    public Key generate(RandomGenerator random) {
        byte[] bits = new byte[KEY_BITS / Byte.SIZE];
        random.nextBytes(bits);
        BigInteger d = new BigInteger(1, bits)
                .mod(DOMAIN.getN().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        ECPoint q = new FixedPointCombMultiplier().multiply(DOMAIN.getG(), d).normalize();
        return new EcKey(new ECPrivateKeyParameters(d, DOMAIN), Bytes.copyOf(q.getEncoded(false)));
    }

    @Override
    public boolean verify(Bytes publicKey, Bytes content, Bytes signature) {
        try {
            ECPoint q = DOMAIN.getCurve().decodePoint(publicKey.toArray());
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(DOMAIN.getN(), signature.toArray());
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, new ECPublicKeyParameters(q, DOMAIN));
            return verifier.verifySignature(sha256(content), rs[0], rs[1]);
        } catch (IOException | IllegalArgumentException | ClassCastException _) {
            return false;
        }
    }

    private static byte[] sha256(Bytes content) {
        SHA256Digest digest = new SHA256Digest();
        byte[] bytes = content.toArray();
        digest.update(bytes, 0, bytes.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }

    private record EcKey(ECPrivateKeyParameters d, Bytes publicKey) implements Key {
        @Override
        public Bytes sign(Bytes content) {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, d);
            BigInteger[] rs = signer.generateSignature(sha256(content));
            try {
                return Bytes.copyOf(StandardDSAEncoding.INSTANCE.encode(DOMAIN.getN(), rs[0], rs[1]));
            } catch (IOException e) {
                throw new IllegalStateException("r and s of a fresh signature are in range", e);
            }
        }
    }
}
