package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.Table;
import io.pigw.cli.UsageError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pigw enroll list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Shows what is on record: nodes, or what else is named. Times are UTC.",
        footer = {
            "",
            "Examples:",
            "  ./pigw enroll list",
            "  ./pigw enroll list --user dave",
            "  ./pigw enroll list requests --state pending",
            "  ./pigw enroll list certificates --account backbone --json"
        })
public final class ListCommand implements Callable<Integer> {

    /** What can be listed. */
    enum What {
        NODES("account", "user", "role", "state"),
        CERTIFICATES("account", "user", "role", "state"),
        REQUESTS("account", "user", "role", "state"),
        TOKENS("account"),
        ACCOUNTS("account", "state"),
        REVOCATIONS,
        BACKUPS;

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> filters;

        What(String... filters) {
            this.filters = List.of(filters);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "NODES",
            paramLabel = "WHAT",
            description = "nodes, certificates, requests, tokens, accounts, revocations, backups (default: nodes)")
    What what = What.NODES;

    @Mixin
    OperatorOptions server = new OperatorOptions();

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "this account's alone; not for revocations, backups")
    @Nullable
    String account;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "nodes, certificates or requests with this user name alone")
    @Nullable
    String user;

    @Option(names = "--role", paramLabel = "ROLE", description = "nodes, certificates or requests of this role alone")
    @Nullable
    String role;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = {
                "nodes, certificates: valid, held, revoked, expired; accounts: blocked, all;",
                "requests: pending, approved, rejected, withdrawn, expired, issued"
            })
    @Nullable
    String state;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "1000",
            description = "lines at most (default: ${DEFAULT-VALUE})")
    int max = 1_000;

    @Option(names = "--json", description = "print one JSON object a line")
    boolean json;

    @Override
    public Integer call() {
        if (max < 1) {
            throw new UsageError("--max takes 1 or more");
        }
        requireThatTheyApply();
        try (OperatorClient client = server.connect()) {
            return switch (what) {
                case NODES ->
                    print(
                            client,
                            filtered("/nodes"),
                            "nodes",
                            new Table("ID", "ROLE", "STATE", "ENDS", "ACCOUNT", "USERS"),
                            (table, node) -> table.add(
                                    Shown.text(node, "id"),
                                    Shown.text(node, "role"),
                                    Shown.state(node),
                                    Shown.time(node, "ends"),
                                    Shown.text(node, "account"),
                                    Shown.list(node, "users")));
                case CERTIFICATES ->
                    print(
                            client,
                            filtered("/certificates"),
                            "certificates",
                            new Table("SERIAL", "NODE", "ROLE", "STATE", "ISSUED", "ENDS", "ACCOUNT"),
                            (table, certificate) -> table.add(
                                    Shown.text(certificate, "serial"),
                                    Shown.text(certificate, "node"),
                                    Shown.text(certificate, "role"),
                                    Shown.state(certificate),
                                    Shown.time(certificate, "issued"),
                                    Shown.time(certificate, "ends"),
                                    Shown.text(certificate, "account")));
                case REQUESTS ->
                    print(
                            client,
                            filtered("/requests"),
                            "requests",
                            new Table("REQUEST", "STATE", "CAME", "ENDS", "ROLE", "ACCOUNT", "USERS", "FROM"),
                            (table, request) -> table.add(
                                    Shown.text(request, "id"),
                                    Shown.state(request),
                                    Shown.time(request, "created"),
                                    Shown.time(request, "ends"),
                                    Shown.text(request, "role"),
                                    Shown.text(request, "account"),
                                    Shown.list(request, "users"),
                                    Shown.text(request, "address")));
                case TOKENS ->
                    print(
                            client,
                            filtered("/tokens"),
                            "tokens",
                            new Table("TOKEN", "STATE", "MADE", "ENDS", "ROLE", "NODE", "ACCOUNT", "USERS"),
                            (table, token) -> table.add(
                                    Shown.text(token, "id"),
                                    Shown.state(token),
                                    Shown.time(token, "created"),
                                    Shown.time(token, "ends"),
                                    Shown.text(token, "role"),
                                    Shown.text(token, "node"),
                                    Shown.text(token, "account"),
                                    Shown.list(token, "users")));
                case ACCOUNTS ->
                    print(
                            client,
                            filtered("/accounts"),
                            "accounts",
                            new Table("ACCOUNT", "STATE", "NODES", "TOKENS", "CREATED", "USERS"),
                            (table, found) -> table.add(
                                    Shown.text(found, "name"),
                                    Shown.state(found),
                                    Shown.text(found, "nodes") + "/" + Shown.text(found, "maxNodes"),
                                    Shown.text(found, "tokens") + "/" + Shown.text(found, "maxTokens"),
                                    Shown.time(found, "created"),
                                    Shown.list(found, "users")));
                case REVOCATIONS ->
                    print(
                            client,
                            new Query("/revocations"),
                            "revocations",
                            new Table("SERIAL", "NODE", "REASON", "REVOKED", "BY"),
                            (table, revocation) -> table.add(
                                    Shown.text(revocation, "serial"),
                                    Shown.text(revocation, "node"),
                                    Shown.text(revocation, "reason"),
                                    Shown.time(revocation, "revoked"),
                                    Shown.text(revocation, "by")));
                case BACKUPS ->
                    print(
                            client,
                            new Query("/backups"),
                            "backups",
                            new Table("BACKUP", "TAKEN", "BYTES", "KEYS", "FOLDER"),
                            (table, backup) -> table.add(
                                    Shown.text(backup, "name"),
                                    Shown.time(backup, "taken"),
                                    Shown.text(backup, "bytes"),
                                    backup.path("keys").asBoolean() ? "yes" : "no",
                                    Shown.text(backup, "folder")));
            };
        }
    }

    /** A filter that is passed over would pass all off as what was asked for. */
    private void requireThatTheyApply() {
        Map<String, @Nullable String> given = new LinkedHashMap<>();
        given.put("account", account);
        given.put("user", user);
        given.put("role", role);
        given.put("state", state);
        given.forEach((filter, value) -> {
            if (value != null && !what.filters.contains(filter)) {
                throw new UsageError("--" + filter + " does not go with " + what.word() + ": " + others());
            }
        });
    }

    private String others() {
        if (what == What.REVOCATIONS) {
            return "it takes no filter; 'list certificates --state revoked' does, and --state held";
        }
        return what.filters.isEmpty()
                ? "it takes no filter"
                : "it takes "
                        + what.filters.stream().map(filter -> "--" + filter).collect(Collectors.joining(", "));
    }

    /** Puts an item into a table. */
    @FunctionalInterface
    private interface Row {
        void add(Table table, JsonNode item);
    }

    private Query filtered(String path) {
        return new Query(path)
                .with("account", account)
                .with("user", user)
                .with("role", role)
                .with("state", state);
    }

    private int print(OperatorClient client, Query query, String key, Table table, Row row) {
        Consumer<JsonNode> each = json ? item -> System.out.println(item) : item -> row.add(table, item);
        boolean more = query.each(client, key, max, each);
        if (!json && !table.isEmpty()) {
            System.out.print(table);
        }
        if (!json && table.isEmpty()) {
            System.err.println("none");
        }
        if (more) {
            System.err.println("There are more: see --max, or filter");
        }
        return 0;
    }
}
