package io.pigw.gateway.sip.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key pair with its certificate, and the CAs of the other side.
 *
 * @param chain the gateway's own certificate first
 * @param key its private key
 * @param trust CAs
 */
record TlsMaterial(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> trust) {

    private static final byte[] PROBE = {'p', 'i', 'g', 'w'};

    TlsMaterial {
        chain = List.copyOf(chain);
        trust = List.copyOf(trust);
    }

    /** Why it cannot be used now, if it cannot. */
    Optional<String> fault(Instant now) {
        X509Certificate own = chain.getFirst();
        if (!belongs(own.getPublicKey())) {
            return Optional.of("the key does not belong to the certificate");
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            return Optional.of(
                    "the certificate is not valid before " + own.getNotBefore().toInstant());
        }
        if (now.isAfter(notAfter())) {
            return Optional.of("the certificate ended on " + notAfter());
        }
        return Optional.empty();
    }

    /** When the gateway's own certificate ends. */
    Instant notAfter() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    private boolean belongs(PublicKey shown) {
        String algorithm = switch (shown.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> shown.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException foreign) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "TlsMaterial[" + chain.getFirst().getSubjectX500Principal() + " until " + notAfter() + "]";
    }
}
