package io.pigw.enrollment.policy;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Ring;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Judges an application by all the rules. Pure; any thread. */
public final class Policy {

    private final PolicySettings settings;
    private final Ring ring;
    private final ReservedNames reserved;
    private final Set<String> blockedKeys;
    private final Predicate<String> authorityKeys;

    /**
     * The rules with their settings.
     *
     * @param authorityKeys whether a {@link Application.KeyFacts#hash()} is of an authority's own public key
     */
    public Policy(PolicySettings settings, Ring ring, Predicate<String> authorityKeys) {
        this.settings = settings;
        this.ring = ring;
        this.reserved = new ReservedNames(settings.reservedNames());
        this.blockedKeys = Set.copyOf(settings.blockedKeys());
        this.authorityKeys = authorityKeys;
    }

    /** What the policy says. */
    public sealed interface Verdict {
        /** No rule is broken. */
        record Allowed() implements Verdict {}

        /** All rules that are broken, at least one. */
        record Refused(List<Violation> violations) implements Verdict {
            /** Copies the list. */
            public Refused {
                violations = List.copyOf(violations);
            }

            /** One rule is broken. */
            public static Refused by(Rule rule, String reason) {
                return new Refused(List.of(rule.violation(reason)));
            }
        }
    }

    /** Checks every rule. */
    public Verdict judge(Application asked) {
        List<Violation> broken = List.of(Rule.values()).stream()
                .map(rule -> rule.check(asked, this))
                .flatMap(Optional::stream)
                .toList();
        return broken.isEmpty() ? new Verdict.Allowed() : new Verdict.Refused(broken);
    }

    /** Whether an operator is to approve the first certificate of a node of that role. */
    public boolean needsApproval(Role role) {
        return settings.approval().roles().contains(role);
    }

    /** The settings. */
    public PolicySettings settings() {
        return settings;
    }

    /** The ring that IDs lie in. */
    public Ring ring() {
        return ring;
    }

    ReservedNames reserved() {
        return reserved;
    }

    boolean isBlocked(String keyHash) {
        return blockedKeys.contains(keyHash);
    }

    boolean isAuthoritys(String keyHash) {
        return authorityKeys.test(keyHash);
    }
}
