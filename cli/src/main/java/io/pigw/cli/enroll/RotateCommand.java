package io.pigw.cli.enroll;

import io.pigw.cli.Failures;
import io.pigw.cli.Json;
import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.enrollment.ca.Rotation;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll rotate}. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a new issuing authority beside the one in use.",
            "It is announced first and issues a little later; the one before signs CRLs until its last certificate has ended."
                    + " A running server notices within a minute."
        },
        footer = {
            "",
            "Where the root is at hand:",
            "  ./pigw enroll rotate --config enrollment.yaml --root usb/pigw-root",
            "Where it is on another machine:",
            "  ./pigw enroll rotate --config enrollment.yaml --request issuing.csr",
            "  ./pigw enroll sign-authority --root usb/pigw-root --request issuing.csr \\",
            "    --out issuing.pem",
            "  ./pigw enroll rotate --config enrollment.yaml --certificate issuing.pem"
        })
public final class RotateCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the enrollment server's YAML")
    Path config = Path.of("");

    @ArgGroup(multiplicity = "1")
    Step step = new Step();

    @Mixin
    RootOptions rootKey = new RootOptions();

    @Option(
            names = "--after",
            paramLabel = "MINUTES",
            defaultValue = "180",
            description = "how long it is known before it issues, 0 to 1440 (default: ${DEFAULT-VALUE})")
    int minutes = 180;

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    /** All at once, or one of the two halves. */
    static final class Step {
        @Option(names = "--root", paramLabel = "DIR", description = "folder of the root: do all of it")
        @Nullable
        Path root;

        @Option(
                names = "--request",
                paramLabel = "FILE",
                description = "make the key, and write what the root is to sign")
        @Nullable
        Path request;

        @Option(names = "--certificate", paramLabel = "FILE", description = "take what the root has signed")
        @Nullable
        Path certificate;
    }

    @Override
    public Integer call() {
        if (minutes < 0 || minutes > Duration.ofDays(1).toMinutes()) {
            throw new UsageError("--after takes 0 to 1440 minutes");
        }
        EnrollmentConfig settings = Configuration.load(config, EnrollmentConfig.class, System.getenv());
        AuthoritySettings authority = settings.authority();
        Rotation rotation =
                new Rotation(authority, new SecureRandom(), Clock.systemUTC().instant());
        Duration announced = Duration.ofMinutes(minutes);
        try {
            if (step.root != null) {
                print(rotation.rotate(RootAuthority.open(rootKey.place(step.root, false)), announced));
            } else if (step.request != null) {
                PemRequest.write(step.request, rotation.request());
                System.err.println("written: " + step.request
                        + ". Have the root sign it: ./pigw enroll sign-authority --root DIR --request FILE --out FILE"
                        + (authority.publication() == null
                                ? ""
                                : " --publish-url " + authority.publication().base()));
            } else if (step.certificate != null) {
                print(rotation.install(Pem.readCertificates(step.certificate).getFirst(), announced));
            }
            return 0;
        } catch (IOException | GeneralSecurityException failed) {
            throw new UserError("nothing was rotated: " + Failures.describe(failed), failed);
        }
    }

    private void print(Rotation.Rotated rotated) throws GeneralSecurityException {
        Authority now = Authority.of(rotated.certificate());
        Authority before = Authority.of(rotated.before());
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("issuing", now);
            all.put("key", rotated.key());
            all.put("since", rotated.since().toString());
            all.put("before", before);
            all.put("retires", rotated.retires().toString());
            System.out.println(Json.line(all));
            return;
        }
        System.out.print(new Columns("", "NEW", "BEFORE")
                .add("name", now.subject(), before.subject())
                .add("issues", "from " + rotated.since(), "until " + rotated.since())
                .add("ends", now.ends(), before.ends())
                .add("signs CRLs", "", "until " + rotated.retires()));
        System.out.println("\nBack up the new key: " + rotated.key());
    }
}
