package io.pigw.enrollment.policy;

import io.pigw.overlay.port.Role;
import io.pigw.runtime.config.Default;
import io.pigw.runtime.identity.CertificateProfile;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be enrolled.
 *
 * @param nodesPerAccount peers and clients with a living certificate, 1 to 10,000
 * @param namesPerAccount user names, 1 to 10,000
 * @param tokensPerAccount that are unused and have not expired, 1 to 10,000
 * @param validity of certificates by role
 * @param rates how often an account, an address and a node may come
 * @param approval what an operator is to approve
 * @param reservedNames further user names that no peer and no client gets
 * @param blockedKeys public keys that nobody gets a certificate for: SHA-256 of SubjectPublicKeyInfo in hexadecimal
 * @param hooks the operator's own systems
 * @param afterExclusion for so long after a node of an account was excluded the account gets another one by an operator's token
 *     alone, 0 to 30 days
 * @param renewAfterPercent before that part of its life is over a certificate is not renewed, 0 to 60
 */
public record PolicySettings(
        @Default("5") int nodesPerAccount,
        @Default("16") int namesPerAccount,
        @Default("10") int tokensPerAccount,
        @Default("{}") Validity validity,
        @Default("{}") Rates rates,
        @Default("{}") Approval approval,
        @Default("[]") List<String> reservedNames,
        @Default("[]") List<String> blockedKeys,
        @Default("{}") HookSettings hooks,
        @Default("1d") Duration afterExclusion,
        @Default("33") int renewAfterPercent) {

    /** The latest part of a certificate's life, in percent, before which it may be made not to be renewed: nodes come at 66. */
    private static final int MAX_RENEW_AFTER = 60;

    private static final int RENEW_AFTER = 33;

    private static final Duration LONGEST_AFTER_EXCLUSION = Duration.ofDays(30);

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** What holds where nothing is configured. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            5,
            16,
            10,
            Validity.DEFAULT,
            Rates.DEFAULT,
            Approval.NONE,
            List.of(),
            List.of(),
            HookSettings.NONE,
            Duration.ofDays(1),
            RENEW_AFTER);

    /** The greatest limit that an account can have. */
    public static final int MAX_LIMIT = Limit.MAX;

    /** Checks the ranges. */
    public PolicySettings {
        if (renewAfterPercent < 0 || renewAfterPercent > MAX_RENEW_AFTER) {
            throw new IllegalArgumentException(
                    "policy.renewAfterPercent must be 0 to " + MAX_RENEW_AFTER + ", not " + renewAfterPercent);
        }
        if (afterExclusion.isNegative() || afterExclusion.compareTo(LONGEST_AFTER_EXCLUSION) > 0) {
            throw new IllegalArgumentException("policy.afterExclusion must be 0 to 30 days, not " + afterExclusion);
        }
        Limit.require("policy.nodesPerAccount", nodesPerAccount);
        Limit.require("policy.namesPerAccount", namesPerAccount);
        Limit.require("policy.tokensPerAccount", tokensPerAccount);
        reservedNames = reservedNames.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        blockedKeys =
                blockedKeys.stream().map(key -> key.toLowerCase(Locale.ROOT)).toList();
        for (String key : blockedKeys) {
            if (!SHA_256.matcher(key).matches()) {
                throw new IllegalArgumentException("policy.blockedKeys: " + key
                        + " is no SHA-256 in hexadecimal; openssl pkey -pubout -outform DER | sha256sum prints one");
            }
        }
    }

    /** The same with another number of nodes. */
    public PolicySettings withNodesPerAccount(int nodes) {
        return with(nodes, validity, rates, approval, hooks, renewAfterPercent);
    }

    /** The same with other lives of certificates. */
    public PolicySettings withValidity(Validity other) {
        return with(nodesPerAccount, other, rates, approval, hooks, renewAfterPercent);
    }

    /** The same with other rates. */
    public PolicySettings withRates(Rates other) {
        return with(nodesPerAccount, validity, other, approval, hooks, renewAfterPercent);
    }

    /** The same with another approval. */
    public PolicySettings withApproval(Approval other) {
        return with(nodesPerAccount, validity, rates, other, hooks, renewAfterPercent);
    }

    /** The same with other hooks. */
    public PolicySettings withHooks(HookSettings other) {
        return with(nodesPerAccount, validity, rates, approval, other, renewAfterPercent);
    }

    /** The same with another moment of renewal. */
    public PolicySettings withRenewAfterPercent(int other) {
        return with(nodesPerAccount, validity, rates, approval, hooks, other);
    }

    private PolicySettings with(
            int nodes, Validity lives, Rates often, Approval approved, HookSettings asked, int renewAfter) {
        return new PolicySettings(
                nodes,
                namesPerAccount,
                tokensPerAccount,
                lives,
                often,
                approved,
                reservedNames,
                blockedKeys,
                asked,
                afterExclusion,
                renewAfter);
    }

    /** How long certificates live, by role, 1 minute to 30 days; null: {@code ca.validity}. */
    public record Validity(
            @Nullable Duration peer,
            @Nullable Duration client,
            @Nullable Duration csp,
            @Nullable Duration gateway,
            @Nullable Duration sos,
            @Nullable Duration operator) {

        /** {@code ca.validity} for all. */
        public static final Validity DEFAULT = new Validity(null, null, null, null, null, null);

        private static final Duration MIN = Duration.ofMinutes(1);

        /** Checks the ranges. */
        public Validity {
            require("peer", peer);
            require("client", client);
            require("csp", csp);
            require("gateway", gateway);
            require("sos", sos);
            require("operator", operator);
        }

        private static void require(String role, @Nullable Duration validity) {
            if (validity != null
                    && (validity.compareTo(MIN) < 0 || validity.compareTo(CertificateProfile.MAX_VALIDITY) > 0)) {
                throw new IllegalArgumentException(
                        "policy.validity." + role + " must be 1 minute to 30 days, not " + validity);
            }
        }

        /** The role's own. */
        public Optional<Duration> of(Role role) {
            return Optional.ofNullable(
                    switch (role) {
                        case PEER -> peer;
                        case CLIENT -> client;
                        case CSP -> csp;
                        case GATEWAY -> gateway;
                        case SOS -> sos;
                        case OPERATOR -> operator;
                        case ENROLLMENT -> null;
                    });
        }
    }

    /**
     * How often something may be asked for by somebody who has shown a good token, password or certificate.
     *
     * @param account enrollments of one account
     * @param address enrollments from one address (IPv6: one /64); behind one address may be many, so this is large
     * @param node renewals of one node
     */
    public record Rates(
            @Default("{burst: 60, perHour: 120}") Rate account,
            @Default("{burst: 5000, perHour: 36000}") Rate address,
            @Default("{burst: 30, perHour: 60}") Rate node) {

        /** 60 and 120 an hour; 5000 and 36,000; 30 and 60. */
        public static final Rates DEFAULT = new Rates(new Rate(60, 120), new Rate(5000, 36_000), new Rate(30, 60));
    }

    /**
     * What an operator is to approve.
     *
     * @param roles of nodes whose first certificate waits for approval; none: nobody's
     * @param expires how long a request waits, 1 minute to 30 days
     * @param perAccount requests of one account that wait, 1 to 10,000
     * @param overall requests that wait, 1 to 10,000
     * @param retryAfter when a client is told to ask again, 1 second to 1 day
     */
    public record Approval(
            @Default("[]") List<Role> roles,
            @Default("7d") Duration expires,
            @Default("5") int perAccount,
            @Default("1000") int overall,
            @Default("1m") Duration retryAfter) {

        private static final Duration MAX_EXPIRES = Duration.ofDays(30);
        private static final Duration MAX_RETRY = Duration.ofDays(1);

        /** Nothing is to be approved. */
        public static final Approval NONE = of(List.of());

        /** Checks the ranges. */
        public Approval {
            roles = List.copyOf(roles);
            Limit.require("policy.approval.perAccount", perAccount);
            Limit.require("policy.approval.overall", overall);
            if (expires.compareTo(Duration.ofMinutes(1)) < 0 || expires.compareTo(MAX_EXPIRES) > 0) {
                throw new IllegalArgumentException("policy.approval.expires must be 1 minute to 30 days");
            }
            if (retryAfter.compareTo(Duration.ofSeconds(1)) < 0 || retryAfter.compareTo(MAX_RETRY) > 0) {
                throw new IllegalArgumentException("policy.approval.retryAfter must be 1 second to 1 day");
            }
        }

        /** Those roles, with the defaults. */
        public static Approval of(List<Role> roles) {
            return new Approval(roles, Duration.ofDays(7), 5, 1000, Duration.ofMinutes(1));
        }
    }
}
