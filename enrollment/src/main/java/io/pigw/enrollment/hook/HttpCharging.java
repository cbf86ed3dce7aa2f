package io.pigw.enrollment.hook;

import io.pigw.enrollment.hook.Webhook.UnavailableException;
import io.pigw.enrollment.policy.Grant;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;

/** Over HTTP: 200 with {@code allow}, or 402, to a reservation; any 2xx to its end. */
record HttpCharging(Webhook hook) implements Charging {

    private static final int PAYMENT_REQUIRED = 402;
    private static final String NO_MONEY = "the account cannot pay";

    @Override
    public Answer reserve(String id, Grant grant) throws InterruptedException {
        try {
            Webhook.Answer answer = hook.ask(
                    Map.of(
                            "operation",
                            "reserve",
                            "reservation",
                            id,
                            "account",
                            grant.account(),
                            "role",
                            grant.role().name().toLowerCase(Locale.ROOT)),
                    id + "-reserve");
            if (answer.status() == PAYMENT_REQUIRED) {
                return new Declined(NO_MONEY);
            }
            Verdict verdict = Verdict.of(answer);
            return verdict.isYes() ? new Reserved() : new Declined(verdict.why(NO_MONEY));
        } catch (UnavailableException e) {
            hook.complain(e);
            return new Unavailable();
        }
    }

    @Override
    public boolean confirm(String id, String account, BigInteger serial) throws InterruptedException {
        return tell(
                Map.of("operation", "confirm", "reservation", id, "account", account, "serial", serial.toString(16)),
                id + "-confirm");
    }

    @Override
    public boolean release(String id, String account) throws InterruptedException {
        return tell(Map.of("operation", "release", "reservation", id, "account", account), id + "-release");
    }

    private boolean tell(Map<String, ?> news, String key) throws InterruptedException {
        try {
            Webhook.Answer answer = hook.ask(news, key);
            if (!answer.isSuccess()) {
                throw new UnavailableException("it answers " + answer.status());
            }
            return true;
        } catch (UnavailableException e) {
            hook.complain(e);
            return false;
        }
    }
}
