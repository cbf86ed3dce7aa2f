package io.pigw.enrollment.hook;

import io.pigw.enrollment.hook.Webhook.UnavailableException;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.overlay.port.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Over HTTP: 200 with the account, or 401, 403 or 404. */
record HttpIdentityProvider(Webhook hook) implements IdentityProvider {

    /** The body of 200. */
    private record Person(
            @Nullable String account,
            @Nullable String role,
            @Nullable List<String> users) {}

    @Override
    public Answer identify(String user, TokenSecret password, String address) throws InterruptedException {
        try {
            Webhook.Answer answer =
                    hook.ask(Map.of("user", user, "password", password.reveal(), "address", address), "");
            return switch (answer.status()) {
                case 200 -> known(answer.read(Person.class));
                case 401, 403, 404 -> new Stranger();
                default -> throw new UnavailableException("it answers " + answer.status());
            };
        } catch (UnavailableException e) {
            hook.complain(e);
            return new Unavailable();
        }
    }

    private static Answer known(Person person) throws UnavailableException {
        String account = person.account();
        List<String> users = person.users();
        if (account == null
                || account.isBlank()
                || Grant.PROVIDED.length() + account.length() > Grant.MAX_ACCOUNT_LENGTH
                || users == null) {
            throw new UnavailableException("the answer lacks account or users");
        }
        String role = person.role();
        try {
            return new Known(
                    Grant.PROVIDED + account,
                    role == null ? Role.PEER : Role.valueOf(role.toUpperCase(Locale.ROOT)),
                    users);
        } catch (IllegalArgumentException e) {
            throw new UnavailableException("the answer has a role that there is not");
        }
    }
}
