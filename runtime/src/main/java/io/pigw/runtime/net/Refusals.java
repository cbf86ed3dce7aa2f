package io.pigw.runtime.net;

import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.RefusalReason;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds out why a handshake failed. BoringSSL and the JDK tell some of it in the text of exceptions alone. */
final class Refusals {

    private static final int MAX_DEPTH = 8;

    private Refusals() {}

    static Refusal of(Throwable failure) {
        CertificateRefusedException refused = refusal(failure, 0);
        if (refused != null) {
            return new Refusal(refused.reason(), String.valueOf(refused.getMessage()));
        }
        if (failure instanceof SslHandshakeTimeoutException) {
            return new Refusal(RefusalReason.HANDSHAKE_TIMEOUT, "the handshake was not done in time");
        }
        if (failure instanceof ClosedChannelException) {
            return new Refusal(RefusalReason.HANDSHAKE_LOST, "the connection ended within the handshake");
        }
        String text = String.valueOf(failure.getMessage());
        return new Refusal(reasonIn(text.toLowerCase(Locale.ROOT), failure), text);
    }

    private static RefusalReason reasonIn(String text, Throwable failure) {
        if (text.contains("peer_did_not_return_a_certificate")
                || text.contains("certificate chain") && text.contains("empty")) {
            return RefusalReason.NO_CERTIFICATE;
        }
        if (text.contains("no_application_protocol") || text.contains("no application protocol")) {
            return RefusalReason.WRONG_PROTOCOL;
        }
        if (text.contains("connection closed while ssl/tls handshake") || text.contains("close_notify")) {
            return RefusalReason.HANDSHAKE_LOST;
        }
        if (failure instanceof SSLException && text.contains("alert")) {
            return RefusalReason.REFUSED_BY_OTHER_END;
        }
        return RefusalReason.TLS_FAILED;
    }

    private static @Nullable CertificateRefusedException refusal(@Nullable Throwable failure, int depth) {
        if (failure == null || depth == MAX_DEPTH) {
            return null;
        }
        if (failure instanceof CertificateRefusedException refused) {
            return refused;
        }
        CertificateRefusedException found = refusal(failure.getCause(), depth + 1);
        for (Throwable suppressed : failure.getSuppressed()) {
            found = found == null ? refusal(suppressed, depth + 1) : found;
        }
        return found;
    }
}
