package io.pigw.enrollment.issue;

import io.pigw.enrollment.policy.TokenSecret;

/**
 * What a client showed by HTTP Basic (RFC 7617).
 *
 * @param user for an identity provider; a bearer of a token may leave it empty. At most 128 characters are looked at
 * @param secret a one-time token, or the user's password
 */
public record Credentials(String user, TokenSecret secret) {

    private static final int MAX_LENGTH = 128;

    /** Cuts what is too long to be anybody's name. */
    public Credentials {
        user = user.length() > MAX_LENGTH ? user.substring(0, MAX_LENGTH) : user;
    }

    /** A one-time token alone. */
    public static Credentials token(TokenSecret token) {
        return new Credentials("", token);
    }
}
