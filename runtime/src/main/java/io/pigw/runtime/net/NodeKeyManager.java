package io.pigw.runtime.net;

import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.SignatureProviders;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows a node's one certificate, whatever is asked for: the other end judges it. */
final class NodeKeyManager extends X509ExtendedKeyManager {

    private static final String ALIAS = "node";
    private static final String EC = "EC";

    private final @Nullable PrivateKey key;
    private final X509Certificate[] chain;

    /** @param boring for BoringSSL, which can hold no key that is in a token: see {@link TokenSignatures} */
    NodeKeyManager(NodeIdentity identity, boolean boring) {
        this.key = boring && SignatureProviders.isInToken(identity.key()) ? null : identity.key();
        this.chain = identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return ALIAS;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return EC.equals(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return keyType.startsWith(EC) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return key;
    }
}
