package io.pigw.enrollment.policy;

import io.pigw.enrollment.policy.Application.AccountFacts;
import io.pigw.enrollment.policy.Application.Holder;
import io.pigw.enrollment.policy.Application.KeyFacts;
import io.pigw.enrollment.policy.Application.NameFacts;
import io.pigw.enrollment.policy.Application.Source;
import io.pigw.enrollment.policy.Application.Stage;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.CertificateProfile;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of enrollment. Each has a code that programs know it by, and what to do when it is broken. */
public enum Rule {
    ACCOUNT_BLOCKED("ask the operator why, and to unblock the account") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            return asked.account().isBlocked() ? "the account " + asked.grant().account() + " is blocked" : null;
        }
    },
    RECENTLY_EXCLUDED("ask the operator for a token") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            return asked.stage() == Stage.ENROLL
                            && asked.source() != Source.OPERATOR
                            && asked.account().wasExcluded()
                    ? "a node of the account was excluded not long ago"
                    : null;
        }
    },
    TOO_MANY_TOKENS("use or revoke some, or let them expire") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            AccountFacts account = asked.account();
            return asked.stage() == Stage.TOKEN
                            && account.tokens() >= account.limits().tokens()
                    ? "the account has " + account.tokens() + " unused tokens, and may have "
                            + account.limits().tokens()
                    : null;
        }
    },
    TOO_MANY_NODES("revoke a node that is not used any more, let its certificate end, or have the limit raised") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            AccountFacts account = asked.account();
            return asked.stage() != Stage.RENEW
                            && asked.isForUser()
                            && account.nodes() >= account.limits().nodes()
                    ? "the account has " + account.nodes() + " nodes, and may have "
                            + account.limits().nodes()
                    : null;
        }
    },
    TOO_MANY_NAMES("ask for fewer, or have the limit raised") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            int wanted = asked.names().size();
            if (wanted > CertificateProfile.MAX_USERS) {
                return "a certificate has at most " + CertificateProfile.MAX_USERS + " user names";
            }
            AccountFacts account = asked.account();
            return asked.stage() != Stage.RENEW
                            && account.names() + wanted > account.limits().names()
                    ? "the account would have " + (account.names() + wanted) + " user names, and may have "
                            + account.limits().names()
                    : null;
        }
    },
    NAMES_MISSING("ask for a token with a user name") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            return asked.stage() != Stage.RENEW
                            && asked.isForUser()
                            && asked.names().isEmpty()
                    ? "a " + word(asked.grant().role()) + " has one user name or more"
                    : null;
        }
    },
    NAME_TAKEN("choose another name") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            return names(asked, NameFacts::isTaken, "is taken");
        }
    },
    NAME_LOOKALIKE("choose a name that cannot be taken for somebody else's") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            return asked.stage() == Stage.RENEW
                    ? null
                    : names(asked, name -> name.isLookalike() && !name.isTaken(), "looks like one that is taken");
        }
    },
    NAME_RESERVED("choose another name") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            return asked.stage() == Stage.RENEW || !asked.isForUser()
                    ? null
                    : names(
                            asked,
                            name -> policy.reserved().contains(name.name().name()),
                            "is reserved, or looks like one that is");
        }
    },
    NAME_NOT_ASCII("choose a name of a-z and 0-9"),
    NAME_IS_NUMBER("choose a name with a letter"),
    NAME_MALFORMED("choose a name of a-z, 0-9 and, singly and within, of . _ -"),
    NAME_FOREIGN("leave the domain out"),
    ID_TAKEN("leave the ID to be drawn at random") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            Holder holder = asked.fixedIdHolder();
            return holder != null
                            && !holder.equals(new Holder(
                                    asked.grant().account(), asked.grant().role()))
                    ? "the node ID " + asked.id() + " is taken"
                    : null;
        }
    },
    ID_OUTSIDE_RING("choose a smaller ID, or leave it to be drawn at random") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            NodeId id = asked.id();
            return id != null && !policy.ring().contains(id)
                    ? "the node ID " + id + " is outside the ring of 2^"
                            + policy.ring().bits()
                    : null;
        }
    },
    ID_NOT_GRANTED("an operator's token gives IDs, and nothing else does") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            return asked.stage() == Stage.ENROLL && asked.source() != Source.OPERATOR && asked.id() != null
                    ? "nobody but an operator chooses a node ID"
                    : null;
        }
    },
    ROLE_NOT_GRANTED("an operator's token gives that role") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            return asked.grant().role() == Role.ENROLLMENT
                            || asked.stage() == Stage.ENROLL && asked.source() != Source.OPERATOR && !asked.isForUser()
                    ? "the role " + word(asked.grant().role()) + " is not to be had this way"
                    : null;
        }
    },
    RING_FULL("let certificates end, or make the ring larger"),
    KEY_ON_RECORD("make a new key pair for each node") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            KeyFacts key = asked.key();
            return key != null && (key.isForeign() || policy.isAuthoritys(key.hash()))
                    ? "the public key is another node's, or was"
                    : null;
        }
    },
    KEY_REVOKED("make a new key pair") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            KeyFacts key = asked.key();
            return key != null && key.isRevoked() ? "a certificate for this public key was revoked" : null;
        }
    },
    KEY_WEAK("make a new key pair, with a good source of randomness") {
        @Override
        @Nullable
        String broken(Application asked, Policy policy) {
            KeyFacts key = asked.key();
            return key != null && (key.isWeak() || policy.isBlocked(key.hash()))
                    ? "the private key of this public key is known to others"
                    : null;
        }
    },
    NOT_ON_RECORD("enroll anew with a token"),
    EXPIRED("enroll anew with a token"),
    REVOKED("ask the operator why, and for a token"),
    TOO_EARLY("renew it later, at two thirds of its life"),
    SUPERSEDED(
            "renew the latest certificate of the node; if its key is lost, or somebody else has this one, ask the operator"
                    + " to revoke the node, and for a token"),
    TOO_MANY_CERTIFICATES("let some end, or have those revoked that are not used any more"),
    REQUEST_REJECTED("ask the operator for another token"),
    TOO_MANY_REQUESTS("wait until the operator has decided"),
    REPUTATION("ask the operator"),
    CHARGING("see to the account's balance");

    private final String remedy;

    Rule(String remedy) {
        this.remedy = remedy;
    }

    /** Why the rule is broken; null: it is not, or is judged elsewhere. */
    @Nullable
    String broken(Application asked, Policy policy) {
        return null;
    }

    /** For programs: {@code name_taken}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That this rule is broken. */
    public Violation violation(String reason) {
        return new Violation(code(), reason, remedy);
    }

    Optional<Violation> check(Application asked, Policy policy) {
        return Optional.ofNullable(broken(asked, policy)).map(this::violation);
    }

    private static @Nullable String names(Application asked, Predicate<NameFacts> isBad, String what) {
        String bad = asked.names().stream()
                .filter(isBad)
                .map(name -> "the user name " + name.name() + " " + what)
                .collect(Collectors.joining("; "));
        return bad.isEmpty() ? null : bad;
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
