package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.Json;
import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Validity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which enrollment server, and who asks. */
final class OperatorOptions {

    private static final String ADMIN_FILE = "admin.json";

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "${env:PIGW_ENROLL_ADMIN}",
            description = {
                "operators' port of the enrollment server, e.g. https://127.0.0.1:9443",
                "(default: the variable PIGW_ENROLL_ADMIN)"
            })
    @Nullable
    URI admin;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            defaultValue = "${env:PIGW_ENROLL_IDENTITY}",
            description = {
                "your certificate: the folder with key.pem, certificates.pem and trust.pem",
                "(default: the variable PIGW_ENROLL_IDENTITY)"
            })
    @Nullable
    Path identity;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "pigw-data",
            description = "instead of both: data folder of a running standalone (default: ${DEFAULT-VALUE})")
    Path data = Path.of("pigw-data");

    OperatorClient connect() {
        URI url = admin;
        Path directory = identity;
        if (url == null || directory == null) {
            JsonNode found = standalone(url == null ? "--admin URL" : "--identity DIR");
            url = url == null ? URI.create(found.path("operators").asText()) : url;
            directory = directory == null ? Path.of(found.path("identity").asText()) : directory;
        }
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new UsageError("--admin takes a URL such as https://127.0.0.1:9443, not " + url);
        }
        return new OperatorClient(url, load(directory), Clock.systemUTC());
    }

    private JsonNode standalone(String missing) {
        Path file = data.resolve(ADMIN_FILE);
        try {
            JsonNode found = Json.parse(Files.readString(file));
            if (found.path("operators").isTextual() && found.path("identity").isTextual()) {
                return found;
            }
            throw new UserError(file + " does not say where operators go; name it with --admin URL --identity DIR");
        } catch (IOException | UncheckedIOException none) {
            throw new UserError(
                    "no running standalone found at " + file + ". Start one with './pigw standalone --data " + data
                            + "', or name the enrollment server with --admin URL --identity DIR, or by PIGW_ENROLL_ADMIN"
                            + " and PIGW_ENROLL_IDENTITY (" + missing + " is missing)",
                    none);
        }
    }

    private static NodeIdentity load(Path directory) {
        OperatorIdentity own = new OperatorIdentity(directory);
        NodeIdentity loaded = own.load();
        own.warning(Validity.of(loaded.chain().getFirst()), Clock.systemUTC().instant())
                .ifPresent(warning -> System.err.println("warning: " + warning));
        return loaded;
    }
}
