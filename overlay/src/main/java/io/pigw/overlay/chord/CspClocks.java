package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * By how much CSPs' clocks are ahead of this node's at least: what a CSP has signed is from before it came. Of several such bounds of
 * the last five minutes the greatest counts; older ones do not, for clocks are set. On its node's thread.
 */
final class CspClocks {

    /** How long a bound counts. */
    static final Duration COUNTS = Duration.ofMinutes(5);

    /** CSPs of which there is one; of others a proof's age is known less well. */
    static final int MAX_CSPS = 1_024;

    private final LinkedHashMap<NodeId, Lead> leads = new LinkedHashMap<>();

    private record Lead(Duration lead, Instant until) {}

    /** The CSP signed something then, by its clock, which is here now. */
    void saw(NodeId csp, Instant signedAt, Instant now) {
        Duration lead = Duration.between(now, signedAt);
        if (lead.compareTo(leadOf(csp, lead, now)) >= 0) {
            leads.putLast(csp, new Lead(lead, now.plus(COUNTS)));
            if (leads.size() > MAX_CSPS) {
                Map.Entry<NodeId, Lead> _ = leads.pollFirstEntry();
            }
        }
    }

    /** When that was by this node's clock, at the latest; where nothing is known of the CSP's, as if it were right. */
    Instant inOwnTime(NodeId csp, Instant signedAt, Instant now) {
        return signedAt.minus(leadOf(csp, Duration.ZERO, now));
    }

    private Duration leadOf(NodeId csp, Duration unknown, Instant now) {
        Lead known = leads.get(csp);
        return known == null || known.until().isBefore(now) ? unknown : known.lead();
    }
}
