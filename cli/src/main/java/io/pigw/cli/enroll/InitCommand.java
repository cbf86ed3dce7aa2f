package io.pigw.cli.enroll;

import io.pigw.cli.Failures;
import io.pigw.cli.Json;
import io.pigw.cli.UserError;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.OfflineToken;
import io.pigw.enrollment.ca.Ceremony;
import io.pigw.enrollment.ca.KeyCeremony;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll init}. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a certification authority, and a one-time token for the first operator.",
            "That is an offline root in a folder of its own, to be carried away, and the issuing authority that the server"
                    + " needs. Says where each key went. Overwrites nothing; if it is interrupted, run it again."
        },
        footer = {"", "Example:", "  ./pigw enroll init --config enrollment.yaml --root /media/usb/pigw-root"})
public final class InitCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "the enrollment server's YAML; its section ca says where the issuing key goes")
    Path config = Path.of("");

    @Option(
            names = "--root",
            required = true,
            paramLabel = "DIR",
            description = "where the root goes: a folder that is not there yet")
    Path root = Path.of("");

    @Mixin
    RootOptions rootKey = new RootOptions();

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            defaultValue = "operator",
            description = "account of the first operator (default: ${DEFAULT-VALUE})")
    String operator = "operator";

    @Option(
            names = "--json",
            description =
                    "print one JSON object: root, issuing, items, operator, token, expires, trust, est, operators")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        EnrollmentConfig settings = Configuration.load(config, EnrollmentConfig.class, System.getenv());
        try (Environment environment = Environment.create(1)) {
            Ceremony made = new KeyCeremony(
                            settings.authority(),
                            environment.random(),
                            environment.clock().instant())
                    .perform(rootKey.place(root, true));
            print(made, OperatorTokenCommand.make(settings, environment, operator), settings);
            return 0;
        } catch (IOException | GeneralSecurityException failed) {
            throw new UserError("the ceremony failed: " + Failures.describe(failed), failed);
        }
    }

    private void print(Ceremony made, OfflineToken.Made token, EnrollmentConfig settings)
            throws GeneralSecurityException {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("root", Authority.of(made.root()));
            all.put("issuing", Authority.of(made.issuing()));
            all.put("items", made.items());
            all.put("operator", operator);
            all.put("token", token.secret());
            all.put("expires", token.expires().toString());
            all.put("trust", settings.authority().files().trust().toString());
            settings.est().ifPresent(url -> all.put("est", url.toString()));
            settings.operatorsUrl().ifPresent(url -> all.put("operators", url.toString()));
            System.out.println(Json.line(all));
            return;
        }
        Columns table = new Columns("WHAT", "WHERE", "WHAT TO DO WITH IT");
        for (Ceremony.Item item : made.items()) {
            table.add(item.what(), item.where(), advice(item.care()));
        }
        System.out.println(table);
        System.out.println(new Columns("AUTHORITY", "ENDS", "SHA-256")
                .add(
                        "root",
                        Authority.of(made.root()).ends(),
                        Authority.of(made.root()).sha256())
                .add(
                        "issuing",
                        Authority.of(made.issuing()).ends(),
                        Authority.of(made.issuing()).sha256()));
        System.out.print(FirstSteps.text(config, settings, operator, token.secret()));
    }

    private static String advice(Ceremony.Care care) {
        return switch (care) {
            case CARRY_AWAY -> "carry away, with the folder, in two copies; the server never needs it";
            case BACK_UP -> "back up";
            case BACK_UP_APART -> "back up, apart from the key";
            case PUBLIC -> "give to every node";
        };
    }
}
