package io.pigw.enrollment.admin;

import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.revoke.Revocation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.store.AccountRecord;
import io.pigw.enrollment.store.CertificateRecord;
import io.pigw.enrollment.store.NodeRecord;
import io.pigw.enrollment.store.RequestRecord;
import io.pigw.enrollment.store.TokenRecord;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as operators see them in JSON. What is unknown is left out. */
final class Described {

    /** A node renews at two thirds of its certificate's life; in the last sixth something is wrong. */
    private static final int LAST_PART = 6;

    private Described() {}

    static Map<String, Object> node(NodeRecord node, Instant now) {
        CertificateRecord latest = node.latest();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", node.id().toString());
        object.put("role", word(node.role()));
        object.put("account", node.account());
        object.put("users", users(latest.users()));
        object.put("state", state(latest, now));
        object.put("enrolled", node.enrolled());
        object.put("ends", latest.notAfter());
        object.put("serial", serial(latest.serial()));
        return object;
    }

    static Map<String, Object> certificate(CertificateRecord certificate, Instant now) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("serial", serial(certificate.serial()));
        NodeId node = certificate.node();
        put(object, "node", node == null ? null : node.toString());
        put(object, "account", certificate.account());
        put(object, "role", certificate.role() == null ? null : word(certificate.role()));
        object.put("users", users(certificate.users()));
        object.put("state", state(certificate, now));
        object.put("issued", certificate.issued());
        object.put("begins", certificate.notBefore());
        object.put("ends", certificate.notAfter());
        BigInteger replaces = certificate.replaces();
        put(object, "replaces", replaces == null ? null : serial(replaces));
        put(object, "revoked", certificate.revoked());
        String reason = certificate.reason();
        put(
                object,
                "reason",
                reason == null ? null : RevocationReason.parse(reason).label());
        return object;
    }

    static Map<String, Object> account(AccountRecord account) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", account.name());
        object.put("state", account.blocked() == null ? "open" : "blocked");
        object.put("created", account.created());
        put(object, "blocked", account.blocked());
        put(object, "reason", account.reason());
        object.put("users", users(account.users()));
        object.put("nodes", account.nodes());
        object.put("tokens", account.tokens());
        object.put("maxNodes", account.limits().nodes());
        object.put("maxNames", account.limits().names());
        object.put("maxTokens", account.limits().tokens());
        return object;
    }

    static Map<String, Object> token(TokenRecord token) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", token.id());
        object.put("state", word(token.state()));
        grant(object, token.grant());
        object.put("created", token.created());
        object.put("ends", token.grant().expires());
        put(object, "used", token.used());
        put(object, "voided", token.voided());
        return object;
    }

    static Map<String, Object> request(RequestRecord request) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", request.id());
        object.put("state", request.state().word());
        grant(object, request.grant());
        object.put("address", request.address());
        object.put("created", request.created());
        object.put("ends", request.grant().expires());
        object.put("csrSha256", request.csrHash());
        object.put("keySha256", request.keyHash());
        put(object, "decided", request.decided());
        put(object, "decidedBy", request.decidedBy());
        put(object, "reason", request.reason());
        BigInteger serial = request.serial();
        put(object, "serial", serial == null ? null : serial(serial));
        return object;
    }

    static Map<String, Object> revocation(Revocation revocation) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("serial", serial(revocation.serial()));
        NodeId node = revocation.node();
        put(object, "node", node == null ? null : node.toString());
        object.put("reason", revocation.reason().label());
        object.put("revoked", revocation.revokedAt());
        put(object, "invalidSince", revocation.invalidSince());
        object.put("ends", revocation.notAfter());
        object.put("by", revocation.actor());
        return object;
    }

    static String serial(BigInteger serial) {
        return serial.toString(16);
    }

    private static void grant(Map<String, Object> object, Grant grant) {
        object.put("account", grant.account());
        object.put("role", word(grant.role()));
        object.put("users", users(grant.users()));
        NodeId fixed = grant.fixedId();
        put(object, "node", fixed == null ? null : fixed.toString());
    }

    /** {@code valid}, {@code ends_soon}, {@code held}, {@code revoked}, {@code expired}. */
    private static String state(CertificateRecord certificate, Instant now) {
        return switch (certificate.state()) {
            case VALID -> endsSoon(certificate, now) ? "ends_soon" : "valid";
            case HELD -> "held";
            case REVOKED -> "revoked";
            case EXPIRED -> "expired";
        };
    }

    private static boolean endsSoon(CertificateRecord certificate, Instant now) {
        Duration life = Duration.between(certificate.notBefore(), certificate.notAfter());
        return now.plus(life.dividedBy(LAST_PART)).isAfter(certificate.notAfter());
    }

    private static List<String> users(List<Party.User> users) {
        return users.stream().map(Party.User::toString).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void put(Map<String, Object> object, String key, @Nullable Object value) {
        if (value != null) {
            object.put(key, value);
        }
    }
}
