package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.Failures;
import io.pigw.cli.UsageError;
import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll revoke|release}. */
public final class RevokeCommands {

    private RevokeCommands() {}

    /** What is meant. */
    static final class Selector {
        @Option(names = "--node", paramLabel = "ID", description = "all certificates of a node")
        @Nullable
        String node;

        @Option(names = "--user", paramLabel = "NAME", description = "all certificates with that user name")
        @Nullable
        String user;

        @Option(names = "--account", paramLabel = "NAME", description = "all of an account")
        @Nullable
        String account;

        @Option(names = "--serial", paramLabel = "HEX", description = "one certificate")
        @Nullable
        String serial;

        @Option(
                names = "--certificate",
                paramLabel = "FILE",
                description = "one certificate in PEM, such as certificates.pem of a node; known to the server or not")
        @Nullable
        Path certificate;

        Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            put(body, "certificate", certificate == null ? null : pem(certificate));
            put(body, "node", node);
            put(body, "user", user);
            put(body, "account", account);
            put(body, "serial", serial);
            return body;
        }

        @Override
        public String toString() {
            if (certificate != null) {
                return "the file " + certificate;
            }
            return body().entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .findFirst()
                    .orElse("");
        }

        /** The first one of the file. */
        private static String pem(Path file) {
            try {
                byte[] der = Pem.readCertificates(file).getFirst().getEncoded();
                return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n";
            } catch (IOException | GeneralSecurityException unreadable) {
                throw new UsageError("--certificate: " + Failures.describe(unreadable), unreadable);
            }
        }

        private static void put(Map<String, Object> body, String key, @Nullable String value) {
            if (value != null) {
                body.put(key, value);
            }
        }
    }

    /** {@code pigw enroll revoke}. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = {
                "Takes certificates back.",
                "The next CRL, made at once, says so, open links close within seconds, and nothing is renewed. Only a hold can"
                        + " be lifted again ('pigw enroll release')."
            },
            footer = {
                "",
                "Examples:",
                "  ./pigw enroll revoke --node 586 --reason keyCompromise",
                "  ./pigw enroll revoke --account mallory --reason privilegeWithdrawn --yes",
                "  ./pigw enroll revoke --user dave --reason certificateHold",
                "  ./pigw enroll revoke --certificate stolen.pem --reason keyCompromise"
            })
    public static final class Revoke implements Callable<Integer> {

        @ArgGroup(multiplicity = "1")
        Selector selector = new Selector();

        @Mixin
        OperatorOptions server = new OperatorOptions();

        @Option(
                names = "--reason",
                paramLabel = "REASON",
                defaultValue = "unspecified",
                description = {
                    "RFC 5280 5.3.1: keyCompromise, affiliationChanged, superseded, cessationOfOperation, certificateHold,",
                    "privilegeWithdrawn, unspecified (default: ${DEFAULT-VALUE})"
                })
        String reason = "unspecified";

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "from when on nothing of it is to be relied on, e.g. 2026-11-01T00:00:00Z")
        @Nullable
        Instant since;

        @Option(names = "--yes", description = "do not ask")
        boolean yes;

        @Option(names = "--json", description = "print one JSON object: changed, unchanged, blocked, tokens")
        boolean json;

        @Override
        public Integer call() {
            Map<String, Object> body = selector.body();
            body.put("reason", reason);
            if (since != null) {
                body.put("invalidSince", since.toString());
            }
            try (OperatorClient client = server.connect()) {
                Confirmation.require(yes, "Revoke all living certificates of " + selector + " (" + reason + ")?");
                print(client.post("/revocations", body), json, "revoked", selector);
                return 0;
            }
        }
    }

    /** {@code pigw enroll release}. */
    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Makes certificates good again that were on hold.",
            footer = {"", "Example:", "  ./pigw enroll release --user dave"})
    public static final class Release implements Callable<Integer> {

        @ArgGroup(multiplicity = "1")
        Selector selector = new Selector();

        @Mixin
        OperatorOptions server = new OperatorOptions();

        @Option(names = "--json", description = "print one JSON object: changed, unchanged")
        boolean json;

        @Override
        public Integer call() {
            try (OperatorClient client = server.connect()) {
                print(client.post("/revocations/release", selector.body()), json, "released", selector);
                return 0;
            }
        }
    }

    private static void print(JsonNode result, boolean json, String done, Selector selector) {
        if (json) {
            System.out.println(result);
        } else {
            said(result, done, selector.toString()).forEach(System.out::println);
        }
    }

    /** A line for each thing that happened, and never none. */
    static List<String> said(JsonNode result, String done, String selector) {
        List<String> lines = new ArrayList<>();
        result.path("changed")
                .forEach(certificate -> lines.add(done + ": " + Shown.text(certificate, "serial") + " of node "
                        + Shown.text(certificate, "node")));
        int unchanged = result.path("unchanged").size();
        if (unchanged > 0) {
            lines.add(unchanged + " as before");
        }
        if (result.path("changed").isEmpty() && unchanged == 0) {
            lines.add("no living certificate of " + selector);
        }
        int tokens = result.path("tokens").asInt();
        if (tokens > 0) {
            lines.add("unused tokens taken back: " + tokens);
        }
        if (result.path("blocked").asBoolean()) {
            lines.add(selector + " is blocked");
        }
        return lines;
    }
}
