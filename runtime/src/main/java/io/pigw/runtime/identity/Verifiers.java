package io.pigw.runtime.identity;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The verifiers of a process: one for each overlay and set of trust roots, so that its nodes share what was validated. */
public final class Verifiers {

    private final InstantSource clock;
    private final ConcurrentHashMap<Key, CertificateVerifier> verifiers = new ConcurrentHashMap<>();

    /** None yet. */
    public Verifiers(InstantSource clock) {
        this.clock = clock;
    }

    /** The time of day that they go by. */
    public InstantSource clock() {
        return clock;
    }

    /** The verifier for the identity's overlay and roots; it knows the identity's CAs. */
    public CertificateVerifier of(NodeIdentity identity) {
        Key key = new Key(identity.trustAnchors(), identity.certificate().overlay());
        CertificateVerifier verifier =
                verifiers.computeIfAbsent(key, _ -> new CertificateVerifier(key.trustAnchors(), key.overlay(), clock));
        verifier.learn(identity.chain());
        return verifier;
    }

    private record Key(Set<X509Certificate> trustAnchors, String overlay) {}
}
