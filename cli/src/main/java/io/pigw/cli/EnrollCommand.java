package io.pigw.cli;

import io.pigw.cli.enroll.AccountCommands;
import io.pigw.cli.enroll.AuditCommand;
import io.pigw.cli.enroll.BackupCommand;
import io.pigw.cli.enroll.CrlCommand;
import io.pigw.cli.enroll.DecisionCommands;
import io.pigw.cli.enroll.EstProblems;
import io.pigw.cli.enroll.InitCommand;
import io.pigw.cli.enroll.ListCommand;
import io.pigw.cli.enroll.OperatorRenewCommand;
import io.pigw.cli.enroll.OperatorTokenCommand;
import io.pigw.cli.enroll.RestoreCommand;
import io.pigw.cli.enroll.ResumeCommand;
import io.pigw.cli.enroll.RevokeCommands;
import io.pigw.cli.enroll.RootCrlCommand;
import io.pigw.cli.enroll.RotateCommand;
import io.pigw.cli.enroll.ShowCommand;
import io.pigw.cli.enroll.SignAuthorityCommand;
import io.pigw.cli.enroll.TokenCommand;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.enroll.EnrolledLists;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.est.PendingKey;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.identity.Verifiers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "enroll",
        mixinStandardHelpOptions = true,
        description = {
            "Gets a certificate for a new key; its commands are for operators of the enrollment server.",
            "It asks by EST (RFC 7030) and writes key.pem, certificates.pem, trust.pem and, if the server has them, csps.p7,"
                    + " the signed list of CSPs to begin with, and crl-*.der, the lists of revoked certificates: a peer can"
                    + " then start without the server.",
            "Exits 0 with a certificate, 1 if it is refused, 2 if it was typed wrong, 3 if it waits for an operator."
        },
        subcommands = {
            TokenCommand.class,
            ListCommand.class,
            ShowCommand.class,
            DecisionCommands.Approve.class,
            DecisionCommands.Reject.class,
            RevokeCommands.Revoke.class,
            RevokeCommands.Release.class,
            AccountCommands.Block.class,
            AccountCommands.Unblock.class,
            AccountCommands.Limit.class,
            CrlCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ResumeCommand.class,
            InitCommand.class,
            OperatorTokenCommand.class,
            OperatorRenewCommand.class,
            RotateCommand.class,
            SignAuthorityCommand.class,
            RootCrlCommand.class,
        },
        footer = {
            "",
            "Example:",
            "  token=$(./pigw enroll token --user dave)",
            "  echo \"$token\" | ./pigw enroll --est https://127.0.0.1:8443/.well-known/est \\",
            "    --trust trust.pem --token - --out dave"
        })
final class EnrollCommand implements Callable<Integer> {

    private static final int SHA256_BYTES = 32;
    private static final Pattern REQUEST = Pattern.compile("\\brequest ([0-9a-f]{8,64})\\b");

    @Option(names = "--est", paramLabel = "URL", description = "the server, ending in /.well-known/est")
    @Nullable
    URI est;

    @ArgGroup
    Root root = new Root();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "the one-time token; - reads it from the standard input, for other users of this machine"
                    + " see command lines")
    @Nullable
    String token;

    @Option(names = "--out", paramLabel = "DIR", description = "where the files go")
    @Nullable
    Path out;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "where an operator has to approve it: go on asking for so long, e.g. 30m, 2h, 1d")
    Duration wait = Duration.ZERO;

    @Option(
            names = "--json",
            description =
                    "print one JSON object: state, id, users, role, directory; while it waits: state, requestId, retryAfter")
    boolean json;

    /** How the server is known. */
    static final class Root {
        @Option(names = "--trust", paramLabel = "FILE", description = "PEM file with the root certificate")
        @Nullable
        Path file;

        @Option(
                names = "--fingerprint",
                paramLabel = "HEX",
                description = "or, at first contact, the root certificate's SHA-256")
        @Nullable
        String fingerprint;
    }

    @Override
    public Integer call() throws GeneralSecurityException, InterruptedException {
        if (est == null || token == null || out == null || (root.file == null && root.fingerprint == null)) {
            throw new UsageError(
                    "needs --est, --token, --out and one of --trust and --fingerprint; see 'pigw enroll --help'");
        }
        IdentityFiles files = IdentityFiles.in(out);
        if (files.exist()) {
            throw new UserError(out + " holds an identity already; name another folder with --out");
        }
        String secret = StandardInput.SIGN.equals(token) ? StandardInput.line("--token") : token;
        PendingKey key = PendingKey.in(out);
        try (EstClient client = client(EstProblems.checked(est))) {
            EstOutcome outcome = enrolled(client, secret, pair(key, client, out));
            if (outcome instanceof EstOutcome.Pending(Duration retryAfter, String reason)) {
                reportWaiting(reason, retryAfter);
                return PigwMain.WAITING;
            }
            NodeIdentity identity = ((EstOutcome.Enrolled) outcome).identity();
            files.save(identity);
            key.forget();
            EnrolledLists.keep(client, identity, out, Instant.now())
                    .forEach(problem -> System.err.println("warning: " + problem));
            report(identity.certificate(), out);
            return 0;
        } catch (EstException refused) {
            throw new UserError(
                    "the enrollment server refuses: " + refused.getMessage() + " (" + key.file()
                            + " keeps the key for another attempt; delete it to have a new one made)",
                    refused);
        } catch (IOException failed) {
            throw EstProblems.explain(
                    est, root.file != null ? root.file.toString() : "the root with that --fingerprint", failed);
        }
    }

    /** The key of an attempt before, or a new one, in a folder that is there. */
    private static KeyPair pair(PendingKey key, EstClient client, Path directory) {
        try {
            Files.createDirectories(directory);
            return key.orKeep(client.generateKey());
        } catch (IOException unusable) {
            throw new UserError(
                    "cannot write to " + directory + " (" + Failures.describe(unusable)
                            + "); name another folder with --out",
                    unusable);
        }
    }

    /** Asks again as long as an operator has not approved and there is time. */
    private EstOutcome enrolled(EstClient client, String secret, KeyPair pair)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        boolean said = false;
        while (true) {
            EstOutcome outcome = client.enroll(secret, pair);
            long left = end - System.nanoTime();
            if (!(outcome instanceof EstOutcome.Pending(Duration retryAfter, String reason)) || left <= 0) {
                return outcome;
            }
            if (!said) {
                System.err.println(reason + "; asking again every " + retryAfter.toSeconds() + " s");
                said = true;
            }
            Thread.sleep(Duration.ofNanos(Math.min(left, retryAfter.toNanos())));
        }
    }

    private void reportWaiting(String reason, Duration retryAfter) {
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("state", "pending");
            Matcher request = REQUEST.matcher(reason);
            if (request.find()) {
                result.put("requestId", request.group(1));
            }
            result.put("retryAfter", retryAfter.toSeconds());
            System.out.println(Json.line(result));
        } else {
            System.err.println("pigw: " + reason + "; when it is approved, run the same command again"
                    + " (--wait 2h asks again by itself)");
        }
    }

    private static Set<X509Certificate> roots(Path file) {
        try {
            return new LinkedHashSet<>(Pem.readCertificates(file));
        } catch (IOException | GeneralSecurityException unusable) {
            throw new UsageError("--trust: " + Failures.describe(unusable), unusable);
        }
    }

    private EstClient client(URI server) throws GeneralSecurityException {
        Verifiers verifiers = new Verifiers(Clock.systemUTC());
        SecureRandom random = new SecureRandom();
        if (root.fingerprint != null) {
            return EstClient.pinning(server, sha256(root.fingerprint), verifiers, random);
        }
        return EstClient.trusting(server, roots(Objects.requireNonNull(root.file)), verifiers, random);
    }

    private static Bytes sha256(String fingerprint) {
        String digits = fingerprint.substring(fingerprint.indexOf('=') + 1).replace(":", "");
        try {
            byte[] hash = HexFormat.of().parseHex(digits.strip().toLowerCase(Locale.ROOT));
            if (hash.length == SHA256_BYTES) {
                return Bytes.copyOf(hash);
            }
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw new UsageError(
                "--fingerprint takes 64 hexadecimal digits, with or without colons, as openssl prints them");
    }

    private void report(NodeCertificate certificate, Path directory) {
        List<String> users = certificate.users().stream().map(Object::toString).toList();
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("state", "enrolled");
            result.put("id", certificate.id().toString());
            result.put("users", users);
            result.put("role", certificate.role().name().toLowerCase(Locale.ROOT));
            result.put("directory", directory.toString());
            System.out.println(Json.line(result));
        } else {
            System.err.println("node " + certificate.id() + " of " + certificate.overlay() + ", users " + users
                    + ": files in " + directory);
        }
    }
}
