package io.pigw.cli.enroll;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll root-crl}. */
@Command(
        name = "root-crl",
        mixinStandardHelpOptions = true,
        description = {
            "Signs a CRL of the root: which issuing authorities are not to be trusted any more. For the day when an issuing key is",
            "lost to somebody; rotate as well."
        },
        footer = {
            "",
            "Example:",
            "  ./pigw enroll root-crl --root /media/usb/pigw-root --revoke issuing.pem --out root.crl"
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

    @Override
    public Integer call() throws GeneralSecurityException {
        if (days < 1 || days > MAX_DAYS) {
            throw new UserError("--days takes 1 to " + MAX_DAYS);
        }
        try {
            List<X509Certificate> revoked = new ArrayList<>();
            for (Path file : revoke) {
                revoked.add(Pem.readCertificates(file).getFirst());
            }
            byte[] crl = RootAuthority.open(rootKey.place(root, false))
                    .crl(revoked, Clock.systemUTC().instant(), Duration.ofDays(days));
            Files.write(out, crl, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            System.err.println("written: " + out + ", " + revoked.size() + " revoked");
            return 0;
        } catch (IOException failed) {
            throw new UserError("nothing was signed: " + failed.getMessage(), failed);
        }
    }
}
