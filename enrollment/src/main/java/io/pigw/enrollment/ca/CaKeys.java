package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * What the issuing authority signs with.
 *
 * @param key its private key
 * @param issuing its certificate
 * @param root the certificate that signed it
 */
record CaKeys(PrivateKey key, X509Certificate issuing, X509Certificate root) {

    /**
     * Reads and checks the files: the chain verifies at the given time and the key is the certificate's.
     *
     * @throws IOException if a file is missing or is not what it should be
     * @throws GeneralSecurityException if a certificate does not verify
     */
    static CaKeys load(CaFiles files, Instant now) throws IOException, GeneralSecurityException {
        X509Certificate root = Pem.readCertificates(files.trust()).getFirst();
        X509Certificate issuing = Pem.readCertificates(files.issuing()).getFirst();
        PrivateKey key = Pem.readKey(files.issuingKey());
        root.verify(root.getPublicKey());
        issuing.verify(root.getPublicKey());
        for (X509Certificate certificate : List.of(root, issuing)) {
            certificate.checkValidity(Date.from(now));
        }
        requirePair(key, issuing, files.issuingKey());
        return new CaKeys(key, issuing, root);
    }

    private static void requirePair(PrivateKey key, X509Certificate certificate, Path file)
            throws GeneralSecurityException, IOException {
        byte[] challenge = certificate.getEncoded();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key);
        signer.update(challenge);
        byte[] signature = signer.sign();
        signer.initVerify(certificate.getPublicKey());
        signer.update(challenge);
        if (!signer.verify(signature)) {
            throw new IOException(file + " is not the key of the issuing certificate");
        }
    }
}
