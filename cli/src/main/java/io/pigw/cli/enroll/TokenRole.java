package io.pigw.cli.enroll;

import io.pigw.cli.UsageError;
import io.pigw.overlay.port.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which roles there are tokens for. */
final class TokenRole {

    private TokenRole() {}

    /**
     * The role, as the server takes it.
     *
     * @param users names that go along: nodes of the backbone speak for nobody, so that such a name would be lost to its user
     */
    static String checked(String text, List<String> users) {
        Role role = Arrays.stream(Role.values())
                .filter(known -> known != Role.ENROLLMENT && word(known).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageError("--role is one of "
                        + Arrays.stream(Role.values())
                                .filter(known -> known != Role.ENROLLMENT)
                                .map(TokenRole::word)
                                .collect(Collectors.joining(", "))
                        + ", not " + text));
        return switch (role) {
            case PEER, CLIENT, OPERATOR -> word(role);
            case CSP, GATEWAY, SOS, ENROLLMENT -> {
                if (!users.isEmpty()) {
                    throw new UsageError("a " + word(role) + " has no user names: leave --user out, and name its owner"
                            + " with --account");
                }
                yield word(role);
            }
        };
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
