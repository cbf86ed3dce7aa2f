package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Rule;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.CertificateTable.OnRecord;
import io.pigw.enrollment.store.RequestRecord.State;
import io.pigw.enrollment.store.TokenTable.Token;
import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether what somebody showed is good, and whether he was answered before. */
final class Rights {

    /**
     * How long a client whose answer was lost may repeat its request. Whoever has captured the request gets nothing by it but
     * the certificate, which is public.
     */
    static final Duration REPEATABLE = Duration.ofMinutes(10);

    private final Statements statements;

    Rights(Statements statements) {
        this.statements = statements;
    }

    Decision of(Claim claim, Instant now) throws SQLException {
        return switch (claim.right()) {
            case Claim.Token(String hash) -> token(hash, claim.csrHash(), now);
            case Claim.Provided(var grant) -> {
                Optional<Decision.Repeated> repeated =
                        repeated(new CertificateTable(statements).byAccount(grant.account(), claim.csrHash()), now);
                yield repeated.isPresent() ? repeated.get() : new Decision.Allowed(grant);
            }
        };
    }

    Decision token(String hash, String csrHash, Instant now) throws SQLException {
        Optional<Token> found = new TokenTable(statements).find(hash);
        if (found.isEmpty()) {
            return new Decision.Unknown();
        }
        Token token = found.get();
        if (token.used() != null) {
            Optional<Decision.Repeated> repeated =
                    repeated(new CertificateTable(statements).byToken(hash, csrHash), now);
            return repeated.isPresent() ? repeated.get() : new Decision.BadToken("the token has been used");
        }
        if (token.voided() != null) {
            Optional<RequestRecord> request = new RequestTable(statements).latest(hash, csrHash);
            if (request.isPresent() && request.get().state() == State.REJECTED) {
                return new Decision.Refused(List.of(rejection(request.get())));
            }
            return new Decision.BadToken("the token has been taken back");
        }
        if (!now.isBefore(token.grant().expires()) && !isWaiting(hash, csrHash, now)) {
            return new Decision.BadToken("the token has expired");
        }
        return new Decision.Allowed(token.grant());
    }

    /** Whether the request came in time, and only the operator's decision did not. */
    private boolean isWaiting(String hash, String csrHash, Instant now) throws SQLException {
        Optional<RequestRecord> request = new RequestTable(statements).latest(hash, csrHash);
        return request.isPresent()
                && (request.get().state() == State.PENDING || request.get().state() == State.APPROVED)
                && now.isBefore(request.get().grant().expires());
    }

    /** What the bearer of a rejected request is told. */
    static Violation rejection(RequestRecord request) {
        String why = request.reason();
        return Rule.REQUEST_REJECTED.violation(
                "the operator rejected request " + request.id() + (why == null ? "" : ": " + why));
    }

    static Optional<Decision.Repeated> repeated(Optional<OnRecord> certificate, Instant now) {
        return certificate
                .filter(known ->
                        !known.isRevoked() && now.isBefore(known.issued().plus(REPEATABLE)))
                .map(known -> new Decision.Repeated(known.id(), known.der()));
    }
}
