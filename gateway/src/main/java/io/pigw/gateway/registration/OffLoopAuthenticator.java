package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the credentials block on threads of their own; one registration asks one question at a time. */
final class OffLoopAuthenticator implements Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(OffLoopAuthenticator.class);

    private final Credentials credentials;
    private final Executor blocking;
    private final Executor loop;

    OffLoopAuthenticator(Credentials credentials, Executor blocking, Executor loop) {
        this.credentials = credentials;
        this.blocking = blocking;
        this.loop = loop;
    }

    @Override
    public void identity(Consumer<Identity> then) {
        ask(this::readIdentity, Identity.Unknown::new, then);
    }

    @Override
    public void secret(DigestChallenge challenge, Consumer<Secret> then) {
        ask(() -> credentials.secret(challenge), Secret.None::new, then);
    }

    private Identity readIdentity() {
        try {
            return new Identity.Known(credentials.identity());
        } catch (IsimException e) {
            return new Identity.Unknown(e.why());
        }
    }

    private <T> void ask(Supplier<T> question, Function<String, T> failed, Consumer<T> then) {
        try {
            blocking.execute(() -> {
                T answer;
                try {
                    answer = question.get();
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("The credentials failed");
                    answer = failed.apply(
                            "the credentials failed: " + e.getClass().getSimpleName());
                }
                T result = answer;
                loop.execute(() -> then.accept(result));
            });
        } catch (RejectedExecutionException full) {
            then.accept(failed.apply("the ISIM does not answer, or the gateway is stopping"));
        }
    }
}
