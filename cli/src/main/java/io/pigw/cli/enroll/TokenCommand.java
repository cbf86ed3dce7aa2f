package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.Durations;
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
            "Makes a one-time token that enrolls one node, or takes one back.",
            "It is printed and kept nowhere: who loses it needs another, and has the lost one voided."
        },
        footer = {
            "",
            "Examples:",
            "  ./pigw enroll token --user dave",
            "  ./pigw enroll token --account backbone --role csp --id 512 \\",
            "    --admin https://127.0.0.1:9443 --identity olivia",
            "  ./pigw enroll token --void eb937801f7db9a55"
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
            converter = Durations.class,
            description = "how long the token may wait: 10m, 24h, up to 30d (default: 24h)")
    @Nullable
    Duration valid;

    @Option(
            names = "--void",
            paramLabel = "TOKEN",
            description = "instead: take back an unused one, as 'pigw enroll list tokens' names it")
    @Nullable
    String voided;

    @Option(
            names = "--json",
            description = "print one JSON object: token, expires, est, trust; with --void: id, state, account, …")
    boolean json;

    @Override
    public Integer call() {
        if (voided != null) {
            return takeBack(voided);
        }
        String owner = account != null ? account : users.isEmpty() ? null : users.getFirst();
        if (owner == null) {
            throw usage("whose token? Name --user or --account");
        }
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("account", owner);
        wanted.put("users", users);
        wanted.put("role", TokenRole.checked(role, users));
        if (id != null) {
            wanted.put("id", id.toString());
        }
        if (valid != null) {
            wanted.put("validSeconds", valid.toSeconds());
        }
        try (OperatorClient client = server.connect()) {
            JsonNode result = client.post("/tokens", wanted);
            System.out.println(json ? result.toString() : result.path("token").asText());
            return 0;
        }
    }

    private int takeBack(String token) {
        if (account != null || !users.isEmpty() || id != null || valid != null) {
            throw usage("--void takes nothing along but the token's name, as 'pigw enroll list tokens' shows it");
        }
        try (OperatorClient client = server.connect()) {
            JsonNode now = client.delete("/tokens/" + Query.segment(token));
            System.out.println(
                    json
                            ? now.toString()
                            : "voided: token " + Shown.text(now, "id") + " for a " + Shown.text(now, "role") + " of "
                                    + Shown.text(now, "account"));
            return 0;
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
