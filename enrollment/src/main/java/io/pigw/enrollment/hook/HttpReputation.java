package io.pigw.enrollment.hook;

import io.pigw.enrollment.hook.Webhook.UnavailableException;
import io.pigw.enrollment.policy.Grant;
import io.pigw.p2psip.Party;
import java.util.Locale;
import java.util.Map;

/** Over HTTP: 200 with {@code allow}. */
record HttpReputation(Webhook hook) implements Reputation {

    @Override
    public Answer judge(Grant grant, String keyHash, String address) throws InterruptedException {
        try {
            Verdict verdict = Verdict.of(hook.ask(
                    Map.of(
                            "account", grant.account(),
                            "role", grant.role().name().toLowerCase(Locale.ROOT),
                            "users",
                                    grant.users().stream()
                                            .map(Party.User::toString)
                                            .toList(),
                            "key", keyHash,
                            "address", address),
                    ""));
            return verdict.isYes() ? new Welcome() : new Unwelcome(verdict.why("the account's reputation forbids it"));
        } catch (UnavailableException e) {
            hook.complain(e);
            return new Unavailable();
        }
    }
}
