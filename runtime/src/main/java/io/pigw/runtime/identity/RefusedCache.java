package io.pigw.runtime.identity;

import io.pigw.p2psip.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Chains that were refused a moment ago, by their SHA-256, so that the same bytes are not judged again and again. Bounded:
 * when it is full it forgets all, for whoever fills it pays a signature's check each time and no more.
 */
final class RefusedCache {

    static final int MAX_ENTRIES = 1_024;
    static final Duration KEPT = Duration.ofMinutes(1);

    private final ConcurrentHashMap<Bytes, Entry> entries = new ConcurrentHashMap<>();

    @Nullable
    CertificateRefusedException get(Bytes sha256, Instant now) {
        Entry entry = entries.get(sha256);
        if (entry == null) {
            return null;
        }
        if (now.isBefore(entry.at) || now.isAfter(entry.at.plus(KEPT))) {
            entries.remove(sha256, entry);
            return null;
        }
        return entry.refused;
    }

    /** Remembers what does not depend on the time of day. */
    void put(Bytes sha256, CertificateRefusedException refused, Instant now) {
        boolean lasting = switch (refused.reason()) {
            case UNTRUSTED, BAD_PROFILE, WRONG_OVERLAY -> true;
            case NO_CERTIFICATE,
                    EXPIRED,
                    NOT_YET_VALID,
                    REVOKED,
                    REVOCATION_UNKNOWN,
                    WRONG_ROLE,
                    WRONG_ID,
                    WRONG_PROTOCOL,
                    REFUSED_BY_OTHER_END,
                    TLS_FAILED,
                    HANDSHAKE_TIMEOUT,
                    HANDSHAKE_LOST,
                    COOLING_DOWN,
                    TOO_MANY_LINKS -> false;
        };
        if (lasting) {
            if (entries.size() >= MAX_ENTRIES) {
                entries.clear();
            }
            entries.put(sha256, new Entry(refused, now));
        }
    }

    void clear() {
        entries.clear();
    }

    int size() {
        return entries.size();
    }

    private record Entry(CertificateRefusedException refused, Instant at) {}
}
