package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Application;
import io.pigw.enrollment.policy.Application.AccountFacts;
import io.pigw.enrollment.policy.Application.KeyFacts;
import io.pigw.enrollment.policy.Application.Limits;
import io.pigw.enrollment.policy.Application.NameFacts;
import io.pigw.enrollment.policy.Application.Source;
import io.pigw.enrollment.policy.Application.Stage;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what the policy wants to know. */
final class Facts {

    private final AccountTable accounts;
    private final TokenTable tokens;
    private final NameTable names;
    private final CertificateTable certificates;
    private final ExclusionTable exclusions;

    Facts(Statements statements) {
        this.accounts = new AccountTable(statements);
        this.tokens = new TokenTable(statements);
        this.names = new NameTable(statements);
        this.certificates = new CertificateTable(statements);
        this.exclusions = new ExclusionTable(statements);
    }

    Application gather(
            Stage stage, Source source, Grant grant, @Nullable KeyCheck key, PolicySettings settings, Instant now)
            throws SQLException {
        List<NameFacts> wanted = new ArrayList<>();
        int owned = names.count(grant.account());
        for (Party.User name : grant.users()) {
            Optional<String> owner = names.ownerOf(name);
            boolean isOwn = owner.isPresent() && owner.get().equals(grant.account());
            wanted.add(new NameFacts(
                    name, owner.isPresent() && !isOwn, !isOwn && names.isLookalike(name, grant.account())));
            if (isOwn) {
                owned--;
            }
        }
        NodeId id = grant.fixedId();
        return new Application(
                stage,
                source,
                grant,
                account(grant, owned, settings, now),
                wanted,
                id == null ? null : certificates.holderOf(id).orElse(null),
                key == null ? null : key(key, id));
    }

    private AccountFacts account(Grant grant, int names, PolicySettings settings, Instant now) throws SQLException {
        Optional<AccountTable.Account> account = accounts.find(grant.account());
        Limits limits = account.map(known -> known.limits(settings))
                .orElseGet(() -> new Limits(
                        settings.nodesPerAccount(), settings.tokensPerAccount(), settings.namesPerAccount()));
        return new AccountFacts(
                account.isPresent() && account.get().blocked() != null,
                exclusions.isExcludedAfter(grant.account(), now.minus(settings.afterExclusion())),
                certificates.livingNodes(grant.account(), grant.fixedId(), now),
                tokens.outstanding(grant.account(), now),
                names,
                limits);
    }

    private KeyFacts key(KeyCheck key, @Nullable NodeId id) throws SQLException {
        return new KeyFacts(
                key.hash(),
                key.isWeak(),
                certificates.isForeignKey(key.hash(), id),
                certificates.isRevokedKey(key.hash()));
    }
}
