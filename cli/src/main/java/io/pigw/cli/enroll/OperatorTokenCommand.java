package io.pigw.cli.enroll;

import io.pigw.cli.Json;
import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.OfflineToken;
import io.pigw.enrollment.TokenRefusedException;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.store.StoreException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pigw enroll operator-token}. */
@Command(
        name = "operator-token",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a one-time token for an operator beside the stopped server.",
            "For the first operator, or when no other is left who could. Unused tokens that were made so for the same"
                    + " account before are void from then on: they may be lost to somebody."
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

    @Option(names = "--json", description = "print one JSON object: operator, token, expires, voided")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        EnrollmentConfig settings = Configuration.load(config, EnrollmentConfig.class, System.getenv());
        try (Environment environment = Environment.create(1)) {
            OfflineToken.Made made = make(settings, environment, operator);
            if (json) {
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("operator", operator);
                all.put("token", made.secret());
                all.put("expires", made.expires().toString());
                all.put("voided", made.voided());
                System.out.println(Json.line(all));
            } else {
                System.out.println(made.secret());
                if (made.voided() > 0) {
                    System.err.println("void now: " + made.voided() + " unused "
                            + (made.voided() == 1 ? "token" : "tokens") + " of " + operator + ", made before");
                }
            }
            return 0;
        }
    }

    static OfflineToken.Made make(EnrollmentConfig settings, Environment environment, String operator)
            throws InterruptedException {
        try {
            return OfflineToken.issue(settings, environment, operator, System.getProperty("user.name", "unknown"));
        } catch (IllegalArgumentException wrong) {
            throw new UsageError("--operator: " + wrong.getMessage(), wrong);
        } catch (TokenRefusedException | StoreException failed) {
            throw new UserError(
                    "no token for the operator: " + failed.getMessage()
                            + ". The server must not run; then try 'pigw enroll operator-token --config FILE'",
                    failed);
        }
    }
}
