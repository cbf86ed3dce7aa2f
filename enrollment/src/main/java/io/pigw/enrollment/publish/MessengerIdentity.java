package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Prepared;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.issue.Issuer;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who the server is to the CSPs: a node of role ENROLLMENT under an ID of its own, which nobody else gets, with a key in
 * memory alone and a certificate of its own issue.
 */
final class MessengerIdentity {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private final Publication.Sources sources;
    private final Environment environment;
    private final MessengerIds ids;

    MessengerIdentity(Publication.Sources sources, Environment environment) {
        this.sources = sources;
        this.environment = environment;
        this.ids = new MessengerIds(sources.database().writer());
    }

    /** A new key and certificate. Blocks. */
    NodeIdentity make() throws InterruptedException {
        Instant now = environment.clock().instant();
        CertificateAuthority authority = sources.authority();
        try {
            NodeId id = await(ids.ours(sources.ids(), now));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), environment.random());
            KeyPair pair = generator.generateKeyPair();
            Prepared prepared = authority.prepareOwn(pair.getPublic(), new Subject.Messenger(id));
            X509Certificate certificate = authority.issue(prepared);
            await(sources.store().recordOwn(Issuer.record(prepared, certificate), now));
            return NodeIdentity.of(pair.getPrivate(), authority.chain(certificate), Set.of(authority.root()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the server's own node certificate cannot be made", e);
        }
    }

    /** Whether the authority that issues now has signed it. */
    boolean isOfNow(NodeIdentity identity) {
        return identity.chain().size() > 1
                && identity.chain().get(1).equals(sources.authority().issuing());
    }

    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the server's own node certificate cannot be put on record", e);
        }
    }
}
