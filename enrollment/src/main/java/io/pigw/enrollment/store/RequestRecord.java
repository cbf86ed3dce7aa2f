package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request for a certificate that an operator is to approve.
 *
 * @param id 16 hexadecimal digits
 * @param claim the token's hash, or {@code account:} and the account
 * @param csrHash SHA-256, in hexadecimal, of what the requester signed (CertificationRequestInfo, RFC 2986 §4.1)
 * @param keyHash SHA-256 of its public key (SubjectPublicKeyInfo)
 * @param grant what is asked for; {@link Grant#expires()} is when the request ends
 * @param address from which it came
 * @param decided when; null: not yet
 * @param decidedBy the operator; null: nobody yet
 * @param reason the operator's; null: none
 * @param serial of the certificate that came of it; null: none yet
 */
public record RequestRecord(
        String id,
        String claim,
        String csrHash,
        String keyHash,
        Grant grant,
        String address,
        State state,
        Instant created,
        @Nullable Instant decided,
        @Nullable String decidedBy,
        @Nullable String reason,
        @Nullable BigInteger serial) {

    /** What has become of a request: PENDING → APPROVED → ISSUED, or REJECTED, WITHDRAWN, EXPIRED. */
    public enum State {
        /** Waits for the operator. */
        PENDING,
        /** Waits for the client to come again. */
        APPROVED,
        /** Refused by the operator; the same request is never approved. */
        REJECTED,
        /** The client came with another request instead. */
        WITHDRAWN,
        /** Waited too long. */
        EXPIRED,
        /** The certificate is on record. */
        ISSUED;

        /** As in messages: {@code pending}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
