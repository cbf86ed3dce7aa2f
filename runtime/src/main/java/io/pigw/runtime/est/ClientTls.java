package io.pigw.runtime.est;

import io.pigw.runtime.identity.NodeIdentity;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** TLS to the enrollment server's HTTPS ports by those who have a certificate of its own issue. */
public final class ClientTls {

    private ClientTls() {}

    /** Shows the identity's certificate, and trusts servers under its roots alone, their names checked. */
    public static SSLContext of(NodeIdentity identity, InstantSource clock) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new ClientKeyManager(identity)},
                new TrustManager[] {new AnchoredTrust(identity.trustAnchors(), clock)},
                null);
        return context;
    }
}
