package io.pigw.enrollment.audit;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;

/**
 * Who asked for what was decided.
 *
 * @param kind how he was known
 * @param name what he was known by; empty for the server itself
 */
public record AuditActor(Kind kind, String name) {

    /** The server, by itself. */
    public static final AuditActor SERVER = new AuditActor(Kind.SERVER, "");

    /** How somebody is known to the server. */
    public enum Kind {
        /** By an operator's certificate. */
        OPERATOR,
        /** By a node's certificate. */
        NODE,
        /** By an account's token or password. */
        ACCOUNT,
        /** By nothing but an address. */
        STRANGER,
        /** By having the server's files before him. */
        CONSOLE,
        /** It is the server. */
        SERVER
    }

    /** Takes what can be stored of the name. */
    public AuditActor {
        name = AuditText.name(name);
    }

    /** The operator of that certificate: its node ID, and its first user name. */
    public static AuditActor operator(NodeCertificate certificate) {
        StringBuilder name = new StringBuilder(certificate.id().toString());
        certificate.users().stream()
                .findFirst()
                .map(Party.User::toString)
                .ifPresent(user -> name.append('/').append(user));
        return new AuditActor(Kind.OPERATOR, name.toString());
    }

    /** A node that showed its certificate. */
    public static AuditActor node(NodeId id) {
        return new AuditActor(Kind.NODE, id.toString());
    }

    /** Whoever showed a good token, or the password, of the account. */
    public static AuditActor account(String account) {
        return new AuditActor(Kind.ACCOUNT, account);
    }

    /** Somebody at that address. */
    public static AuditActor stranger(String address) {
        return new AuditActor(Kind.STRANGER, address);
    }

    /** Who runs a command on the server's files while it is stopped: a user of the operating system. */
    public static AuditActor console(String user) {
        return new AuditActor(Kind.CONSOLE, user);
    }

    /** As it is stored: {@code operator:586/ops@p2p.example.net}, {@code server}. */
    @Override
    public String toString() {
        String word = switch (kind) {
            case OPERATOR -> "operator";
            case NODE -> "node";
            case ACCOUNT -> "account";
            case STRANGER -> "stranger";
            case CONSOLE -> "console";
            case SERVER -> "server";
        };
        return name.isEmpty() ? word : word + ":" + name;
    }
}
