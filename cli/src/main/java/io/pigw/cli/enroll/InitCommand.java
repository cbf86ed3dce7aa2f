package io.pigw.cli.enroll;

import io.pigw.cli.Json;
import io.pigw.cli.UserError;
import io.pigw.enrollment.EnrollmentConfig;
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
            "Makes a certification authority: an offline root in a folder of its own, to be carried away, and the issuing",
            "authority that the server needs. Says where each key went. Makes a one-time token for the first operator, too.",
            "Overwrites nothing; if it is interrupted, run it again."
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

    @Option(names = "--json", description = "print one JSON object: root, issuing, items, token")
    boolean json;

    @Override
    public Integer call() throws GeneralSecurityException, InterruptedException {
        EnrollmentConfig settings = Configuration.load(config, EnrollmentConfig.class, System.getenv());
        try (Environment environment = Environment.create(1)) {
            Ceremony made = new KeyCeremony(
                            settings.authority(),
                            environment.random(),
                            environment.clock().instant())
                    .perform(rootKey.place(root, true));
            print(made, OperatorTokenCommand.make(settings, environment, operator));
            return 0;
        } catch (IOException failed) {
            throw new UserError("the ceremony failed: " + failed.getMessage(), failed);
        }
    }

    private void print(Ceremony made, String token) throws GeneralSecurityException {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("root", Authority.of(made.root()));
            all.put("issuing", Authority.of(made.issuing()));
            all.put("items", made.items());
            all.put("operator", operator);
            all.put("token", token);
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
        System.out.println("Token of the operator " + operator + ", good for a day, once: " + token);
        System.out.println(
                "Start the server, then: ./pigw enroll --est URL --trust trust.pem --token … --out " + operator);
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
