package io.pigw.cli.enroll;

import io.pigw.cli.Json;
import io.pigw.cli.PigwMain;
import io.pigw.cli.UserError;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Validity;
import io.pigw.runtime.identity.Verifiers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pigw enroll operator-renew}. */
@Command(
        name = "operator-renew",
        mixinStandardHelpOptions = true,
        description = {
            "Renews your own certificate.",
            "Asks with it for the next one (EST simplereenroll), for a new key, and replaces both in their folder. Services"
                    + " renew theirs by themselves; an operator has no service that does."
        },
        footer = {
            "",
            "Example, daily:",
            "  ./pigw enroll operator-renew --if-due --identity olivia \\",
            "    --est https://127.0.0.1:8443/.well-known/est"
        })
public final class OperatorRenewCommand implements Callable<Integer> {

    @Option(
            names = "--est",
            required = true,
            paramLabel = "URL",
            description = "the server, ending in /.well-known/est")
    URI est = URI.create("");

    @Option(
            names = "--identity",
            required = true,
            paramLabel = "DIR",
            defaultValue = "${env:PIGW_ENROLL_IDENTITY}",
            description = {
                "your certificate: the folder with key.pem, certificates.pem and trust.pem",
                "(default: the variable PIGW_ENROLL_IDENTITY)"
            })
    Path identity = Path.of("");

    @Option(names = "--if-due", description = "do nothing while more than a third of its life is left")
    boolean ifDue;

    @Option(names = "--json", description = "print one JSON object: renewed, id, notAfter")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        EstProblems.checked(est);
        try {
            return new OperatorIdentity(identity).locked(this::renew);
        } catch (EstException refused) {
            throw new UserError("the enrollment server refuses: " + refused.getMessage(), refused);
        } catch (IOException failed) {
            throw EstProblems.explain(est, "the root in " + identity, failed);
        }
    }

    private int renew(IdentityFiles files) throws IOException, InterruptedException {
        InstantSource clock = Clock.systemUTC();
        NodeIdentity current = files.load();
        if (current.certificate().role() != Role.OPERATOR) {
            throw new UserError(identity + " is no operator's but of role "
                    + current.certificate().role().name().toLowerCase(Locale.ROOT)
                    + ": its service renews it by itself, see identity.renewal");
        }
        if (ifDue && !OperatorIdentity.isDue(validity(current), clock.instant())) {
            report(current, false);
            return 0;
        }
        SecureRandom random = new SecureRandom();
        try (EstClient client = EstClient.trusting(est, current.trustAnchors(), new Verifiers(clock), random)) {
            return switch (client.reenroll(current, files.freshKey(random))) {
                case EstOutcome.Enrolled(NodeIdentity next) -> {
                    files.replace(next);
                    report(next, true);
                    yield 0;
                }
                case EstOutcome.Pending(Duration retryAfter, String reason) -> {
                    System.err.println("pigw: " + reason + "; run this again in " + retryAfter.toSeconds() + " s");
                    yield PigwMain.WAITING;
                }
            };
        } catch (GeneralSecurityException unusable) {
            throw new IOException("no TLS", unusable);
        }
    }

    private void report(NodeIdentity of, boolean isRenewed) {
        String end = validity(of).notAfter().toString();
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("renewed", isRenewed);
            result.put("id", of.certificate().id().toString());
            result.put("notAfter", end);
            System.out.println(Json.line(result));
        } else {
            System.out.println((isRenewed ? "renewed: " : "not due: ") + "the certificate of operator "
                    + of.certificate().id() + " ends at " + end);
        }
    }

    private static Validity validity(NodeIdentity identity) {
        return Validity.of(identity.chain().getFirst());
    }
}
