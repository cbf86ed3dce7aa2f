package io.pigw.enrollment.policy;

/** No user may have that name. */
public final class NameRefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient Violation violation;

    NameRefusedException(Rule rule, String reason) {
        super(reason);
        this.violation = rule.violation(reason);
    }

    /** The rule that is broken. */
    public Violation violation() {
        return violation;
    }
}
