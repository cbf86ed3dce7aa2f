package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pigw enroll token}. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a one-time token that enrolls one node. It is printed and kept nowhere: who loses it needs another.",
        },
        footer = {
            "",
            "Examples:",
            "  ./pigw enroll token --user dave",
            "  ./pigw enroll token --account backbone --role csp --id 512 --admin https://127.0.0.1:9443 --identity olivia"
        })
public final class TokenCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    OperatorOptions server = new OperatorOptions();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "user name of the node, e.g. dave; may be given again, up to 8 times")
    List<String> users = List.of();

    @Option(names = "--account", paramLabel = "NAME", description = "who owns the node (default: the first user)")
    @Nullable
    String account;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "peer",
            description = "peer, client, csp, gateway, sos or operator (default: ${DEFAULT-VALUE})")
    String role = "peer";

    @Option(names = "--id", paramLabel = "ID", description = "node ID, decimal (default: drawn at random)")
    @Nullable
    NodeId id;

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            description = "how long the token may wait: 10m, 24h, 7d (default: 24h)")
    @Nullable
    String valid;

    @Option(names = "--json", description = "print one JSON object: token, expires, est, trust")
    boolean json;

    @Override
    public Integer call() {
        String owner = account != null ? account : users.isEmpty() ? null : users.getFirst();
        if (owner == null) {
            throw usage("whose token? Name --user or --account");
        }
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("account", owner);
        wanted.put("users", users);
        wanted.put("role", role);
        if (id != null) {
            wanted.put("id", id.toString());
        }
        if (valid != null) {
            wanted.put("validSeconds", seconds(valid));
        }
        try (OperatorClient client = server.connect()) {
            JsonNode result = client.post("/tokens", wanted);
            System.out.println(json ? result.toString() : result.path("token").asText());
            return 0;
        }
    }

    private long seconds(String text) {
        try {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 's' -> number;
                case 'm' -> Duration.ofMinutes(number).toSeconds();
                case 'h' -> Duration.ofHours(number).toSeconds();
                case 'd' -> Duration.ofDays(number).toSeconds();
                default -> throw usage("--valid takes a number and s, m, h or d, e.g. 24h");
            };
        } catch (NumberFormatException | StringIndexOutOfBoundsException | ArithmeticException malformed) {
            throw usage("--valid takes a number and s, m, h or d, e.g. 24h");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
