package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The copies seen, (CSP-ID, nonce, index), kept until Expires plus the clocks' tolerance, with a quota for each signer. Full
 * means refuse: forgetting would let a replay in.
 */
final class ReplayCache {

    private static final int MAX_SIGNERS = 1_024;

    /** Of one CSP: 750 pings a second, for the 11 minutes for which each is remembered. */
    private static final int QUOTA = 524_288;

    /** Of all CSPs together. */
    private static final int MAX_NONCES = 1_048_576;

    private final Duration tolerance;
    private final int quota;
    private final Map<NodeId, SequencedMap<Nonce, Seen>> signers = new HashMap<>();
    private int remembered;

    ReplayCache(Duration tolerance) {
        this(tolerance, QUOTA);
    }

    ReplayCache(Duration tolerance, int quota) {
        this.tolerance = tolerance;
        this.quota = quota;
    }

    boolean contains(NodeId csp, PingTerms terms) {
        Map<Nonce, Seen> nonces = signers.get(csp);
        Seen seen = nonces == null ? null : nonces.get(Nonce.of(terms));
        return seen != null && (seen.copies & bit(terms)) != 0;
    }

    /** Remembers the copy. False when the quota is used up. */
    boolean remember(NodeId csp, PingTerms terms, Instant now) {
        SequencedMap<Nonce, Seen> nonces = signers.get(csp);
        if (nonces == null) {
            if (signers.size() >= MAX_SIGNERS) {
                return false;
            }
            nonces = new LinkedHashMap<>();
            signers.put(csp, nonces);
        }
        forgetOld(nonces, now);
        Seen seen = nonces.get(Nonce.of(terms));
        if (seen == null) {
            if (remembered >= MAX_NONCES) {
                signers.values().forEach(others -> forgetOld(others, now));
            }
            if (nonces.size() >= quota || remembered >= MAX_NONCES) {
                return false;
            }
            remembered++;
            seen = new Seen(terms.expires().plus(tolerance));
            nonces.put(Nonce.of(terms), seen);
        }
        seen.copies |= bit(terms);
        return true;
    }

    /** In the order of arrival, which is about that of expiry: the eldest stop the search. */
    private void forgetOld(SequencedMap<Nonce, Seen> nonces, Instant now) {
        Map.@Nullable Entry<Nonce, Seen> eldest = nonces.firstEntry();
        while (eldest != null && eldest.getValue().until.isBefore(now)) {
            nonces.pollFirstEntry();
            remembered--;
            eldest = nonces.firstEntry();
        }
    }

    private static int bit(PingTerms terms) {
        return 1 << terms.routeIndex();
    }

    private record Nonce(long high, long low) {
        static Nonce of(PingTerms terms) {
            return new Nonce(
                    HexFormat.fromHexDigitsToLong(terms.nonce(), 0, 16),
                    HexFormat.fromHexDigitsToLong(terms.nonce(), 16, 32));
        }
    }

    private static final class Seen {
        private final Instant until;
        private int copies;

        Seen(Instant until) {
            this.until = until;
        }
    }
}
