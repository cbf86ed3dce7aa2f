package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.KeyCheck;

/**
 * What somebody asks a certificate with.
 *
 * @param right what he has shown
 * @param csrHash SHA-256, in hexadecimal, of what the requester signed (CertificationRequestInfo, RFC 2986 §4.1)
 * @param key of the request, proven to be his
 * @param address from which he comes
 */
public record Claim(Right right, String csrHash, KeyCheck key, String address) {

    /** What gives a right to a certificate. */
    public sealed interface Right {
        /** By which requests are known. */
        String key();
    }

    /** A token that somebody showed, by its hash. */
    public record Token(String hash) implements Right {
        @Override
        public String key() {
            return hash;
        }
    }

    /** What the identity provider grants to somebody who showed a password. */
    public record Provided(Grant grant) implements Right {
        @Override
        public String key() {
            return "account:" + grant.account();
        }
    }
}
