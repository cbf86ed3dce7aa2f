package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.Table;
import io.pigw.p2psip.NodeId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pigw enroll show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one node with its certificates, or one certificate, request or account. Times are UTC.",
        footer = {
            "",
            "Examples:",
            "  ./pigw enroll show 586",
            "  ./pigw enroll show --serial 5f1a… --pem | openssl x509 -text -noout",
            "  ./pigw enroll show --account dave"
        })
public final class ShowCommand implements Callable<Integer> {

    @Mixin
    OperatorOptions server = new OperatorOptions();

    @ArgGroup(multiplicity = "1")
    Which which = new Which();

    @Option(names = "--pem", description = "with --serial: print the certificate itself")
    boolean pem;

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    /** What is meant. */
    static final class Which {
        @Parameters(index = "0", paramLabel = "ID", description = "a node, by its decimal ID")
        @Nullable
        NodeId node;

        @Option(names = "--serial", paramLabel = "HEX", description = "a certificate, by its serial number")
        @Nullable
        String serial;

        @Option(names = "--request", paramLabel = "REQUEST", description = "a request that waits for approval, or did")
        @Nullable
        String request;

        @Option(names = "--account", paramLabel = "NAME", description = "an account")
        @Nullable
        String account;
    }

    @Override
    public Integer call() {
        try (OperatorClient client = server.connect()) {
            JsonNode found = client.get(path());
            if (pem && found.path("pem").isTextual()) {
                System.out.print(found.path("pem").asText());
            } else if (json) {
                System.out.println(found);
            } else {
                print(found);
            }
            return 0;
        }
    }

    private String path() {
        if (which.node != null) {
            return "/nodes/" + which.node;
        }
        if (which.serial != null) {
            return "/certificates/" + Query.segment(which.serial.replace(":", ""));
        }
        if (which.request != null) {
            return "/requests/" + Query.segment(which.request);
        }
        return "/accounts/" + Query.segment(Objects.requireNonNull(which.account));
    }

    private static void print(JsonNode found) {
        Table facts = new Table("", "");
        found.properties().forEach(fact -> {
            String key = fact.getKey();
            JsonNode value = fact.getValue();
            if (key.equals("pem") || key.equals("certificates")) {
                return;
            }
            String shown = value.isArray() ? Shown.list(found, key) : Shown.seconds(found, key);
            facts.add(key, key.equals("state") ? Shown.state(found) : shown);
        });
        System.out.print(facts.toString().stripLeading());
        if (found.path("certificates").isArray()) {
            Table history = new Table("SERIAL", "STATE", "ISSUED", "ENDS", "REVOKED", "REASON");
            found.path("certificates")
                    .forEach(certificate -> history.add(
                            Shown.text(certificate, "serial"),
                            Shown.state(certificate),
                            Shown.time(certificate, "issued"),
                            Shown.time(certificate, "ends"),
                            Shown.time(certificate, "revoked"),
                            Shown.text(certificate, "reason")));
            System.out.println();
            System.out.print(history);
        }
    }
}
