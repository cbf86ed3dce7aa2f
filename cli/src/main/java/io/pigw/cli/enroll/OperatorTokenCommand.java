package io.pigw.cli.enroll;

import io.pigw.cli.Json;
import io.pigw.cli.UserError;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.OfflineToken;
import io.pigw.enrollment.TokenRefusedException;
import io.pigw.enrollment.TokenRequest;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pigw enroll operator-token}. */
@Command(
        name = "operator-token",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a one-time token for an operator, on the enrollment server's machine and while the server does not run:",
            "for the first operator, or when no other is left who could."
        },
        footer = {"", "Example:", "  ./pigw enroll operator-token --config enrollment.yaml --operator olivia"})
public final class OperatorTokenCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the enrollment server's YAML")
    Path config = Path.of("");

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            defaultValue = "operator",
            description = "the operator's account (default: ${DEFAULT-VALUE})")
    String operator = "operator";

    @Option(names = "--json", description = "print one JSON object: operator, token")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        EnrollmentConfig settings = Configuration.load(config, EnrollmentConfig.class, System.getenv());
        try (Environment environment = Environment.create(1)) {
            String token = make(settings, environment, operator);
            System.out.println(json ? Json.line(Map.of("operator", operator, "token", token)) : token);
            return 0;
        }
    }

    static String make(EnrollmentConfig settings, Environment environment, String operator)
            throws InterruptedException {
        try {
            return OfflineToken.issue(
                    settings,
                    environment,
                    new TokenRequest(operator, Role.OPERATOR, List.of(), null, null),
                    System.getProperty("user.name", "unknown"));
        } catch (TokenRefusedException | StoreException failed) {
            throw new UserError(
                    "no token for the operator: " + failed.getMessage()
                            + ". The server must not run; then try 'pigw enroll operator-token --config FILE'",
                    failed);
        }
    }
}
