package io.pigw.cli.enroll;

import io.pigw.cli.Failures;
import io.pigw.cli.Json;
import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll root-crl}. */
@Command(
        name = "root-crl",
        mixinStandardHelpOptions = true,
        description = {
            "Signs a CRL of the root: which issuing authorities are not to be trusted any more.",
            "For the day when an issuing key is lost to somebody; rotate as well."
        },
        footer = {
            "",
            "Example:",
            "  ./pigw enroll root-crl --root usb/pigw-root --revoke issuing.pem \\",
            "    --out root.crl"
        })
public final class RootCrlCommand implements Callable<Integer> {

    private static final int MAX_DAYS = 3650;

    @Option(names = "--root", required = true, paramLabel = "DIR", description = "folder of the root")
    Path root = Path.of("");

    @Mixin
    RootOptions rootKey = new RootOptions();

    @Option(
            names = "--revoke",
            paramLabel = "FILE",
            description = "certificate of an issuing authority, PEM; give all that ever were revoked")
    List<Path> revoke = List.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "until the next one is due, 1 to 3650 (default: ${DEFAULT-VALUE})")
    int days = 365;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the CRL goes, DER")
    Path out = Path.of("");

    @Option(names = "--json", description = "print one JSON object: file, revoked, nextUpdate")
    boolean json;

    @Override
    public Integer call() {
        if (days < 1 || days > MAX_DAYS) {
            throw new UsageError("--days takes 1 to " + MAX_DAYS);
        }
        try {
            RootAuthority authority = RootAuthority.open(rootKey.place(root, false));
            List<X509Certificate> revoked = new ArrayList<>();
            for (Path file : revoke) {
                X509Certificate certificate = Pem.readCertificates(file).getFirst();
                if (!authority.hasIssued(certificate)) {
                    throw new UserError(file + " is no issuing authority of this root; nothing was signed");
                }
                revoked.add(certificate);
            }
            Instant now = Clock.systemUTC().instant();
            Duration life = Duration.ofDays(days);
            byte[] crl = authority.crl(revoked, now, life);
            Files.write(out, crl, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (json) {
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("file", out.toString());
                all.put("revoked", revoked.size());
                all.put(
                        "nextUpdate",
                        now.plus(life).truncatedTo(ChronoUnit.SECONDS).toString());
                System.out.println(Json.line(all));
            } else {
                System.err.println("written: " + out + ", " + revoked.size() + " revoked");
            }
            return 0;
        } catch (IOException | GeneralSecurityException failed) {
            throw new UserError("nothing was signed: " + Failures.describe(failed), failed);
        }
    }
}
