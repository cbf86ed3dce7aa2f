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
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which enrollment server, and who asks: what is typed wins over the environment. */
final class OperatorOptions {

    private static final String ADMIN_FILE = "admin.json";
    private static final String ADMIN_VARIABLE = "PIGW_ENROLL_ADMIN";
    private static final String IDENTITY_VARIABLE = "PIGW_ENROLL_IDENTITY";
    private static final String DEFAULT_DATA = "pigw-data";

    private final Map<String, String> environment;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = {
                "operators' port of the enrollment server, e.g. https://127.0.0.1:9443",
                "(default: the variable " + ADMIN_VARIABLE + ", unless --data is given)"
            })
    @Nullable
    URI admin;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description = {
                "your certificate: the folder with key.pem, certificates.pem and trust.pem",
                "(default: the variable " + IDENTITY_VARIABLE + ", unless --data is given)"
            })
    @Nullable
    Path identity;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "instead of both: data folder of a running standalone (default: " + DEFAULT_DATA + ")")
    @Nullable
    Path data;

    OperatorOptions() {
        this(System.getenv());
    }

    OperatorOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Where to go, as whom.
     *
     * @param url the operators' port, by HTTPS
     * @param identity the folder of the operator's files
     */
    record Server(URI url, Path identity) {}

    OperatorClient connect() {
        Server server = server();
        return new OperatorClient(server.url(), load(server.identity()), Clock.systemUTC());
    }

    /** Each of the two by its option, else {@code --data}, else its variable, else the default folder. */
    Server server() {
        URI url = admin == null ? named(ADMIN_VARIABLE, URI::create) : admin;
        Path directory = identity == null ? named(IDENTITY_VARIABLE, Path::of) : identity;
        if (url == null || directory == null) {
            JsonNode found = standalone(url == null ? "--admin URL" : "--identity DIR");
            url = url == null ? URI.create(found.path("operators").asText()) : url;
            directory = directory == null ? Path.of(found.path("identity").asText()) : directory;
        }
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new UsageError("--admin takes a URL such as https://127.0.0.1:9443, not " + url);
        }
        return new Server(url, directory);
    }

    /** What the variable says; null if it says nothing, or a data folder was typed. */
    private <T> @Nullable T named(String variable, Function<String, T> parser) {
        String value = environment.getOrDefault(variable, "");
        if (data != null || value.isBlank()) {
            return null;
        }
        try {
            return parser.apply(value.strip());
        } catch (IllegalArgumentException wrong) {
            throw new UsageError(variable + " cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private JsonNode standalone(String missing) {
        Path folder = data == null ? Path.of(DEFAULT_DATA) : data;
        Path file = folder.resolve(ADMIN_FILE);
        try {
            JsonNode found = Json.parse(Files.readString(file));
            if (found.path("operators").isTextual() && found.path("identity").isTextual()) {
                return found;
            }
            throw new UserError(file + " does not say where operators go; name it with --admin URL --identity DIR");
        } catch (IOException | UncheckedIOException none) {
            throw new UserError(
                    "no running standalone found at " + file + ". Start one with './pigw standalone --data " + folder
                            + "', or name the enrollment server with --admin URL --identity DIR, or by "
                            + ADMIN_VARIABLE + " and " + IDENTITY_VARIABLE + " (" + missing + " is missing)",
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
