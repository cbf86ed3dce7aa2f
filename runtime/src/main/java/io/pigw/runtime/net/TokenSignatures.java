package io.pigw.runtime.net;

import io.netty.handler.ssl.OpenSslPrivateKeyMethod;
import io.pigw.runtime.identity.SignatureProviders;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import javax.net.ssl.SSLEngine;

/** Signs BoringSSL's handshakes with a key that cannot leave its token (RFC 8446 §4.4.3): one signature each. */
final class TokenSignatures implements OpenSslPrivateKeyMethod {

    private final PrivateKey key;

    TokenSignatures(PrivateKey key) {
        this.key = key;
    }

    @Override
    public byte[] sign(SSLEngine engine, int algorithm, byte[] content) throws GeneralSecurityException {
        if (algorithm != SSL_SIGN_ECDSA_SECP256R1_SHA256) {
            throw new SignatureException("the other end wants a signature that a P-256 key cannot make");
        }
        Signature signature = SignatureProviders.signing(key);
        signature.update(content);
        return signature.sign();
    }

    @Override
    public byte[] decrypt(SSLEngine engine, byte[] encrypted) throws GeneralSecurityException {
        throw new SignatureException("TLS 1.3 decrypts nothing with the certificate's key");
    }
}
