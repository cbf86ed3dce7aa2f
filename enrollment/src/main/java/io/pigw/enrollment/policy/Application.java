package io.pigw.enrollment.policy;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of what somebody asks for, as of one moment.
 *
 * @param stage what is asked for
 * @param source who vouches for the grant
 * @param account what the account has
 * @param names the grant's names, in their order, and what is known of each
 * @param fixedIdHolder who has {@link Grant#fixedId()}; null: nobody
 * @param key of the request; null at {@link Stage#TOKEN}
 */
public record Application(
        Stage stage,
        Source source,
        Grant grant,
        AccountFacts account,
        List<NameFacts> names,
        @Nullable Holder fixedIdHolder,
        @Nullable KeyFacts key) {

    /** Copies the list. */
    public Application {
        names = List.copyOf(names);
    }

    /** What is asked for. */
    public enum Stage {
        /** A token, by an operator. */
        TOKEN,
        /** A node's first certificate. */
        ENROLL,
        /** A node's next certificate; {@link Grant#fixedId()} is its ID. */
        RENEW
    }

    /** Who vouches for the grant. */
    public enum Source {
        /** An operator, with a token. */
        OPERATOR,
        /** The identity provider, with a password. */
        IDENTITY_PROVIDER
    }

    /** Who has a node ID, and as what. */
    public record Holder(String account, Role role) {}

    /**
     * What the account has, and may have.
     *
     * @param isBlocked by an operator
     * @param wasExcluded whether a node of the account was excluded within {@link PolicySettings#afterExclusion()}
     * @param nodes peers and clients with a living certificate, but for the one asked for
     * @param tokens unused and not expired
     * @param names user names, but for those asked for
     * @param limits that hold for it
     */
    public record AccountFacts(
            boolean isBlocked, boolean wasExcluded, int nodes, int tokens, int names, Limits limits) {}

    /** The limits of an account, see {@link PolicySettings}. */
    public record Limits(int nodes, int tokens, int names) {}

    /**
     * A name.
     *
     * @param isTaken another account has it
     * @param isLookalike of a name that another account has
     */
    public record NameFacts(Party.User name, boolean isTaken, boolean isLookalike) {}

    /**
     * A public key.
     *
     * @param hash SHA-256 of SubjectPublicKeyInfo in hexadecimal
     * @param isWeak somebody else may know the private key
     * @param isForeign another node, or the server, has or had a certificate for it
     * @param isRevoked a certificate for it was revoked
     */
    public record KeyFacts(String hash, boolean isWeak, boolean isForeign, boolean isRevoked) {}

    /** Whether a peer or a client is asked for: what users have. */
    boolean isForUser() {
        return grant.role() == Role.PEER || grant.role() == Role.CLIENT;
    }

    /** The ID asked for; null: any. */
    @Nullable
    NodeId id() {
        return grant.fixedId();
    }
}
