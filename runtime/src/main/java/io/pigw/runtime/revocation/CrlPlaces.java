package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where the lists of CAs are, as certificates say (RFC 5280 §4.2.1.13). Safe on any thread. */
final class CrlPlaces {

    /** In a configured URL it stands for a CA's key ID. */
    private static final String KEY_ID = "{keyId}";

    /** The most CAs whose place is remembered. */
    private static final int MAX_CAS = 64;

    private final ConcurrentHashMap<Bytes, URI> told = new ConcurrentHashMap<>();

    /** A good certificate, and the key ID of its issuer. */
    void learn(X509Certificate certificate, Bytes issuer) {
        if (told.size() < MAX_CAS) {
            CrlPoints.of(certificate).ifPresent(point -> told.putIfAbsent(issuer, point));
        }
    }

    /**
     * Where to ask for that CA's list; null: nowhere. A root may have no list: it is asked for one only where that is said to be.
     *
     * @param own the key ID of the CA that issued to this process, if that is known
     * @param configured takes the place of what certificates say
     */
    @Nullable
    URI of(CaStatus ca, @Nullable Bytes own, @Nullable String configured) {
        Bytes key = ca.key();
        if (configured == null) {
            URI point = told.get(key);
            return point != null || ca.isRoot() ? point : besideOwn(key, own);
        }
        return ca.isRoot() && !configured.contains(KEY_ID)
                ? null
                : CrlPoints.parse(configured.replace(KEY_ID, key.toHex()));
    }

    /** Where the list of a CA is of which no certificate has been seen: named as that of our own, if that is named by its key. */
    private @Nullable URI besideOwn(Bytes key, @Nullable Bytes own) {
        URI point = own == null ? null : told.get(own);
        if (own == null || point == null || !point.toString().contains(own.toHex())) {
            return null;
        }
        return CrlPoints.parse(point.toString().replace(own.toHex(), key.toHex()));
    }
}
