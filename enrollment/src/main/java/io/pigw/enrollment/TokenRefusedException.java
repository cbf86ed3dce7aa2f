package io.pigw.enrollment;

import io.pigw.enrollment.policy.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** No token for such a request: the policy forbids what it would grant. The message says why. */
public final class TokenRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    /** All rules broken, at least one, fit for the operator's eyes. */
    public TokenRefusedException(List<Violation> violations) {
        super(violations.stream().map(Violation::reason).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** All rules broken, at least one. */
    public List<Violation> violations() {
        return violations;
    }
}
