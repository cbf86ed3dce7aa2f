package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.store.TokenTable.Condition;
import io.pigw.enrollment.store.TokenTable.Token;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Takes tokens back along with certificates, as part of another transaction of the writer: what was revoked is not to come
 * back by a token that was made before. Each method tells how many were taken back.
 */
public final class UnusedTokens {

    private final Statements statements;
    private final AuditActor actor;
    private final Instant now;

    /** Whoever takes them back, and when. */
    public UnusedTokens(Statements statements, AuditActor actor, Instant now) {
        this.statements = statements;
        this.actor = actor;
        this.now = now;
    }

    /** Those that promise the node's ID, and, if it is an operator, those that he has made. */
    public int voidOf(NodeId id) throws SQLException {
        return voidAll(Condition.fixedId(id), "node " + id) + voidAll(Condition.maker(id), "operator " + id);
    }

    /** Those that give the user name. */
    public int voidOf(Party.User name) throws SQLException {
        return voidAll(Condition.user(name), "user " + name);
    }

    /** The account's. */
    public int voidOf(String account) throws SQLException {
        return voidAll(Condition.account(account), "account " + account);
    }

    /** The account's for peers and clients, one of which was excluded: another name of the account is the same user's. */
    public int voidOfUser(String account, NodeId excluded) throws SQLException {
        return voidAll(Condition.usersNodes(account), "exclusion of node " + excluded);
    }

    /** The account's for an operator that were made while the server did not run. */
    public int voidOffline(String account) throws SQLException {
        return voidAll(Condition.offline(account), "another token");
    }

    private int voidAll(Condition condition, String by) throws SQLException {
        TokenTable tokens = new TokenTable(statements);
        RequestTable requests = new RequestTable(statements);
        int voided = 0;
        for (Token token : tokens.unused(condition, now)) {
            if (tokens.makeVoid(token.hash(), now)) {
                requests.withdraw(token.hash(), now);
                AuditLog.append(
                        statements,
                        Trail.done(now, actor, AuditAction.TOKEN_VOIDED, Trail.tokenId(token.hash()), token.grant())
                                .with("by", by));
                voided++;
            }
        }
        return voided;
    }
}
