package io.pigw.gateway.users;

import io.pigw.p2psip.Party;
import java.time.Instant;

/**
 * A user of the IMS side as the S-CSCF told last.
 *
 * @param user by name
 * @param identity the public user identity as a URI, at most 1,024 characters
 * @param servedBy the S-CSCF's URI, cut at 1,024 characters
 * @param callId of the S-CSCF's registration, cut at 256 characters
 * @param cseq of its last REGISTER
 * @param since when the user was registered first without a gap
 * @param until when that ends, or ended
 */
public record ImsUser(
        Party.User user, String identity, String servedBy, String callId, long cseq, Instant since, Instant until) {

    static final int MAX_URI = 1024;
    static final int MAX_CALL_ID = 256;

    /** Cuts what is for an operator's eyes alone. */
    public ImsUser {
        if (identity.length() > MAX_URI) {
            throw new IllegalArgumentException("a public user identity has at most " + MAX_URI + " characters");
        }
        servedBy = servedBy.substring(0, Math.min(servedBy.length(), MAX_URI));
        callId = callId.substring(0, Math.min(callId.length(), MAX_CALL_ID));
    }

    /** Whether the user is registered then. */
    public boolean isRegistered(Instant now) {
        return until.isAfter(now);
    }
}
