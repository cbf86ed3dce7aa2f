package io.pigw.runtime.identity;

import java.util.Locale;

/** Why a certificate, or the link that it came over, was refused. */
public enum RefusalReason {
    /** The other end showed no certificate. */
    NO_CERTIFICATE,
    /** No path from the certificate to a trust root. */
    UNTRUSTED,
    /** The certificate's validity has ended. */
    EXPIRED,
    /** The certificate's validity has not begun. */
    NOT_YET_VALID,
    /** The certificate, or that of a CA between it and the root, has been revoked. */
    REVOKED,
    /** No list of revoked certificates that is recent enough: whether the certificate is one of them cannot be told. */
    REVOCATION_UNKNOWN,
    /** The certificate is not of the form of {@link CertificateProfile}. */
    BAD_PROFILE,
    /** The certificate is for another overlay. */
    WRONG_OVERLAY,
    /** A node of that role has no business on this link. */
    WRONG_ROLE,
    /** Another node answered than the one that was dialled. */
    WRONG_ID,
    /** The other end does not speak our version of P2PSIP (ALPN). */
    WRONG_PROTOCOL,
    /** The other end refused us, by a TLS alert. */
    REFUSED_BY_OTHER_END,
    /** TLS failed otherwise: what came was no TLS 1.3 handshake that could end well. */
    TLS_FAILED,
    /** The handshake was not done in time. */
    HANDSHAKE_TIMEOUT,
    /** The node misbehaved a while ago, and is not let in yet. */
    COOLING_DOWN,
    /** The connection ended before the handshake did. */
    HANDSHAKE_LOST,
    /** As many links or handshakes as the endpoint admits are there already. */
    TOO_MANY_LINKS;

    /** As the label of a counter: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
