package io.pigw.runtime.enroll;

import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.est.PendingKey;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.identity.RenewalConfig;
import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a node that has no key yet its first certificate, by the one-time token of {@code identity.renewal.tokenFile}. The key is on
 * disk before the server is asked, so that whatever is cut short goes on at the next start, with the same key and token. Blocks.
 */
public final class FirstEnrollment {

    private static final Logger LOG = LoggerFactory.getLogger(FirstEnrollment.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** How long an enrollment server that does not answer is waited for. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Environment environment;
    private final Pause pause;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after that time. */
        void of(Duration duration) throws InterruptedException;
    }

    /** One that waits like that. */
    public FirstEnrollment(Environment environment, Pause pause) {
        this.environment = environment;
        this.pause = pause;
    }

    /**
     * The node's identity; it is enrolled before if it has no key yet and a token. Waits up to two minutes for an enrollment server
     * that does not answer, and for an operator's approval as long as the server keeps the request.
     *
     * @throws IOException if the identity cannot be read, there is neither key nor token, or the server refuses; with the remedy
     */
    public static NodeIdentity identity(IdentityConfig config, Environment environment) throws IOException {
        return new FirstEnrollment(environment, Thread::sleep).identity(config);
    }

    /** As {@link #identity(IdentityConfig, Environment)}. */
    public NodeIdentity identity(IdentityConfig config) throws IOException {
        RenewalConfig renewal = config.renewal();
        Path key = config.key();
        if (renewal != null && renewal.tokenFile() != null && key == null) {
            throw new IllegalArgumentException(
                    "identity.renewal.tokenFile is for a key in a file, not in a token: leave it"
                            + " out, and enroll with 'pigw enroll' or openssl");
        }
        if (renewal != null && renewal.tokenFile() != null && key != null && !Files.exists(key)) {
            try {
                enroll(renewal, renewal.tokenFile(), config, key);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("the enrollment was interrupted").initCause(interrupted);
            }
        }
        return config.store().load();
    }

    private void enroll(RenewalConfig renewal, Path tokenFile, IdentityConfig config, Path key)
            throws IOException, InterruptedException {
        if (!Files.exists(tokenFile)) {
            throw new IOException("there is no key in " + key + " yet, and no one-time token in " + tokenFile
                    + ": have an operator make one ('pigw enroll token --help') and put it there, mode 600");
        }
        String token = SecretFile.readLine(tokenFile);
        PendingKey pending = new PendingKey(key.resolveSibling("pending-key.pem"));
        try (EstClient client = EstClient.trusting(
                renewal.uri(), roots(config.trust()), environment.verifiers(), environment.random())) {
            KeyPair pair = pending.orKeep(client.generateKey());
            NodeIdentity identity = enrolled(client, token, pair, renewal);
            Pem.writeCertificates(config.certificates(), identity.chain());
            Pem.writeKey(key, identity.key());
            pending.forget();
            EnrolledLists.keep(
                            client, identity, parent(key), environment.clock().instant())
                    .forEach(problem ->
                            LOG.atWarn().addKeyValue("reason", problem).log("Not all lists came along"));
            LOG.atInfo()
                    .addKeyValue("id", identity.certificate().id())
                    .addKeyValue("role", identity.certificate().role())
                    .addKeyValue("users", identity.certificate().users())
                    .log("The node is enrolled");
        } catch (EstException refused) {
            throw explain(refused, tokenFile);
        } catch (GeneralSecurityException unusable) {
            throw new IOException(
                    config.trust() + " and " + key + " are of no use: " + unusable.getMessage(), unusable);
        }
        discard(tokenFile);
    }

    private NodeIdentity enrolled(EstClient client, String token, KeyPair pair, RenewalConfig renewal)
            throws IOException, InterruptedException {
        Instant end = environment.clock().instant().plus(PATIENCE);
        Duration next = FIRST_PAUSE;
        while (true) {
            try {
                switch (client.enroll(token, pair)) {
                    case EstOutcome.Enrolled(NodeIdentity identity) -> {
                        return identity;
                    }
                    case EstOutcome.Pending(Duration retryAfter, String reason) -> {
                        LOG.atInfo()
                                .addKeyValue("reason", reason)
                                .log("The enrollment waits for an operator's approval");
                        pause.of(retryAfter);
                        end = environment.clock().instant().plus(PATIENCE);
                    }
                }
            } catch (EstException refused) {
                if (refused.kind() != EstException.Kind.LATER || isOver(end)) {
                    throw refused;
                }
                Duration asked = refused.retryAfter().orElse(Duration.ZERO);
                wait(asked.compareTo(next) > 0 ? asked : next, renewal, refused);
            } catch (IOException unreachable) {
                if (isOver(end)) {
                    throw new IOException(
                            "the enrollment server " + renewal.est() + " cannot be asked: " + unreachable.getMessage()
                                    + "; is it running, and is identity.trust its root?",
                            unreachable);
                }
                wait(next, renewal, unreachable);
            }
            next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
        }
    }

    private boolean isOver(Instant end) {
        return !environment.clock().instant().isBefore(end);
    }

    private void wait(Duration next, RenewalConfig renewal, IOException why) throws InterruptedException {
        LOG.atInfo()
                .addKeyValue("est", renewal.est())
                .addKeyValue(
                        "reason",
                        Objects.requireNonNullElse(
                                why.getMessage(), why.getClass().getSimpleName()))
                .log("The enrollment server is asked again");
        pause.of(next);
    }

    private static IOException explain(EstException refused, Path tokenFile) {
        String advice = switch (refused.kind()) {
            case UNAUTHENTICATED, REFUSED -> "; put another one there";
            case LATER -> "; start again later";
            case PENDING, FAILED, UNUSABLE -> "; the server's log and 'pigw enroll audit' say more";
        };
        return new IOException(
                "the node is not enrolled with the token in " + tokenFile + ": " + refused.getMessage() + advice,
                refused);
    }

    private static Set<X509Certificate> roots(Path trust) throws IOException, GeneralSecurityException {
        if (!Files.exists(trust)) {
            throw new IOException(trust + ": there is no such file; copy the enrollment server's trust.pem there");
        }
        return new LinkedHashSet<>(Pem.readCertificates(trust));
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** It is of no use any more; where it cannot be deleted it does no harm. */
    private static void discard(Path tokenFile) throws IOException {
        try {
            Files.deleteIfExists(tokenFile);
        } catch (FileSystemException readOnly) {
            LOG.atDebug().addKeyValue("file", tokenFile).log("The used token stays");
        }
    }
}
