package io.pigw.cli.enroll;

import io.pigw.cli.Failures;
import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why nothing came of talking to an EST server, as its client can mend it. */
public final class EstProblems {

    private static final int MAX_CAUSES = 16;
    private static final String WHICH_PORT =
            "Is that the EST port, 'listen' of the server's configuration, and not the operators' port?";

    private EstProblems() {}

    /** The URL, if it is one of an EST server. */
    public static URI checked(URI est) {
        if (!"https".equals(est.getScheme()) || est.getHost() == null) {
            throw new UsageError("--est takes a URL such as https://127.0.0.1:8443/.well-known/est, not " + est);
        }
        return est;
    }

    /**
     * What is to be said.
     *
     * @param trust what the server was to be known by
     */
    public static UserError explain(URI est, String trust, IOException failed) {
        return new UserError(text(est, trust, failed), failed);
    }

    private static String text(URI est, String trust, IOException failed) {
        if (cause(failed, UnresolvedAddressException.class) != null) {
            return "the host " + est.getHost() + " of --est is not known: check its name";
        }
        if (cause(failed, ConnectException.class) != null) {
            return "nothing listens at " + est + ". Is the enrollment server running, and is that its port 'listen'?";
        }
        if (failed instanceof HttpTimeoutException) {
            return est + " does not answer. Is that the enrollment server?";
        }
        if (failed instanceof SSLException) {
            return tls(est, trust, failed);
        }
        if (failed instanceof FileSystemException) {
            return "cannot keep what " + est + " gave: " + Failures.describe(failed);
        }
        return est + " does not answer as an EST server does (" + Failures.describe(failed) + "). " + WHICH_PORT;
    }

    private static String tls(URI est, String trust, IOException failed) {
        if (cause(failed, CertPathValidatorException.class) != null
                || cause(failed, CertPathBuilderException.class) != null) {
            return "the certificate of " + est + " does not chain to " + trust
                    + ". Is that the root of this server, and the server the right one?";
        }
        Throwable refused = cause(failed, CertificateException.class);
        if (refused != null) {
            return "the certificate of " + est + " is not good: " + Failures.describe(refused);
        }
        String said = Failures.describe(failed);
        return est + " and this client do not come together over TLS (" + said + "). " + WHICH_PORT;
    }

    private static @Nullable Throwable cause(Throwable failed, Class<? extends Throwable> type) {
        @Nullable Throwable at = failed;
        for (int i = 0; at != null && i < MAX_CAUSES; i++, at = at.getCause()) {
            if (type.isInstance(at)) {
                return at;
            }
        }
        return null;
    }
}
