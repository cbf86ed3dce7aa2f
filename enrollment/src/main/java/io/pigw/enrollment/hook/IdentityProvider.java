package io.pigw.enrollment.hook;

import io.pigw.enrollment.policy.TokenSecret;
import io.pigw.overlay.port.Role;
import java.util.List;

/** Knows users by name and password. Blocks. */
public interface IdentityProvider {

    /** What it says. */
    sealed interface Answer {}

    /**
     * It is this account, and may enroll a node so.
     *
     * @param account begins with {@link io.pigw.enrollment.policy.Grant#PROVIDED}
     * @param users names that the certificate will hold, not normalised yet
     */
    record Known(String account, Role role, List<String> users) implements Answer {
        /** Copies the list. */
        public Known {
            users = List.copyOf(users);
        }
    }

    /** There is no such user, or the password is wrong. */
    record Stranger() implements Answer {}

    /** It does not answer. */
    record Unavailable() implements Answer {}

    /** Asks. */
    Answer identify(String user, TokenSecret password, String address) throws InterruptedException;
}
