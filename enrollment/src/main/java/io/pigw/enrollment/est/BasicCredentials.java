package io.pigw.enrollment.est;

import io.pigw.enrollment.issue.Credentials;
import io.pigw.enrollment.policy.TokenSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HTTP Basic (RFC 7617): the password is the token, or a user's own. */
final class BasicCredentials {

    private static final String SCHEME = "Basic ";

    private BasicCredentials() {}

    /** The pair, if the header holds one with a password. */
    static Optional<Credentials> read(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 || colon == pair.length() - 1
                    ? Optional.empty()
                    : Optional.of(new Credentials(
                            pair.substring(0, colon), TokenSecret.presented(pair.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
