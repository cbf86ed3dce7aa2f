package io.pigw.cli.enroll;

import io.pigw.cli.Failures;
import io.pigw.cli.Json;
import io.pigw.cli.UserError;
import io.pigw.enrollment.ca.PublicationUrls;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll sign-authority}. */
@Command(
        name = "sign-authority",
        mixinStandardHelpOptions = true,
        description =
                "Has the root sign a new issuing authority, on the machine where the root is. Needs no configuration.",
        footer = {
            "",
            "Example:",
            "  ./pigw enroll sign-authority --root usb/pigw-root --request issuing.csr \\",
            "    --out issuing.pem --publish-url http://ca.example.net:8080"
        })
public final class SignAuthorityCommand implements Callable<Integer> {

    @Option(names = "--root", required = true, paramLabel = "DIR", description = "folder of the root")
    Path root = Path.of("");

    @Mixin
    RootOptions rootKey = new RootOptions();

    @Option(
            names = "--request",
            required = true,
            paramLabel = "FILE",
            description = "what 'pigw enroll rotate --request' wrote")
    Path request = Path.of("");

    @Option(
            names = "--publish-url",
            paramLabel = "URL",
            converter = PublicationUrlsConverter.class,
            description = "where the server publishes: its publish.url, or http:// and publish.listen. Nodes look there"
                    + " for the list of what the root has revoked")
    @Nullable
    PublicationUrls publication;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the certificate goes")
    Path out = Path.of("");

    @Option(names = "--json", description = "print one JSON object: subject, ends, sha256")
    boolean json;

    @Override
    public Integer call() {
        if (Files.exists(out)) {
            throw new UserError(out + " is there already; name another file with --out");
        }
        try {
            byte[] csr = PemRequest.read(request);
            X509Certificate signed = RootAuthority.open(rootKey.place(root, false))
                    .sign(csr, publication, Clock.systemUTC().instant(), new SecureRandom());
            Pem.writeCertificates(out, List.of(signed));
            Authority authority = Authority.of(signed);
            if (json) {
                System.out.println(Json.line(authority));
            } else {
                System.out.print(new Columns("AUTHORITY", "ENDS", "SHA-256")
                        .add(authority.subject(), authority.ends(), authority.sha256()));
            }
            return 0;
        } catch (IOException | GeneralSecurityException failed) {
            throw new UserError("nothing was signed: " + Failures.describe(failed), failed);
        }
    }
}
