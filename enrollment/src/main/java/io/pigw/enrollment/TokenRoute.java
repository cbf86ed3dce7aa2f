package io.pigw.enrollment;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.policy.Violation;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminHandler;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code POST /tokens}: what {@code pigw enroll token} asks for. */
final class TokenRoute implements AdminHandler {

    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;

    private final Enrollment enrollment;

    private TokenRoute(Enrollment enrollment) {
        this.enrollment = enrollment;
    }

    static AdminRoute of(Enrollment enrollment) {
        return new AdminRoute("POST", "/tokens", new TokenRoute(enrollment));
    }

    /**
     * The body of the request; but for the account, everything may be left out.
     *
     * @param role {@code peer} if absent
     * @param id decimal; drawn at random if absent
     * @param validSeconds one day if absent
     */
    record Wanted(
            @Nullable String account,
            @Nullable String role,
            @Nullable List<String> users,
            @Nullable String id,
            @Nullable Long validSeconds) {

        TokenRequest request() {
            if (account == null) {
                throw new IllegalArgumentException("account is missing");
            }
            return new TokenRequest(
                    account,
                    role == null ? Role.PEER : Role.valueOf(role.toUpperCase(Locale.ROOT)),
                    users == null ? List.of() : users,
                    id == null ? null : NodeId.parse(id),
                    validSeconds == null ? null : Duration.ofSeconds(validSeconds));
        }
    }

    /** The body of the answer. */
    record Given(String token, Instant expires, String est, String trust) {}

    @Override
    public AdminResponse handle(AdminRequest request) throws AdminException, InterruptedException {
        TokenRequest wanted;
        try {
            wanted = request.json(Wanted.class).request();
        } catch (IllegalArgumentException e) {
            throw new AdminException(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        try {
            Tokens.Token token = enrollment.issue(
                    wanted, AuditActor.operator(request.authenticated().certificate()));
            return AdminResponse.json(
                    CREATED,
                    new Given(
                            token.secret(),
                            token.expires(),
                            enrollment.est().toString(),
                            enrollment.trustFile().toAbsolutePath().toString()));
        } catch (TokenRefusedException e) {
            Violation first = e.violations().getFirst();
            throw new AdminException(CONFLICT, first.code(), String.valueOf(e.getMessage()), first.remedy());
        }
    }
}
