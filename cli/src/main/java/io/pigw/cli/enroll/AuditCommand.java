package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.Durations;
import io.pigw.cli.Failures;
import io.pigw.cli.Table;
import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditCheck;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the end of the audit log, exports it, or verifies it without the server.",
            "Each entry holds the hash of the one before it; a signed checkpoint shows that no end is missing."
        },
        footer = {
            "",
            "Examples:",
            "  ./pigw enroll audit --last 20",
            "  ./pigw enroll audit --action revoked --json",
            "  ./pigw enroll audit --out audit.ndjson",
            "  ./pigw enroll audit --sign >> elsewhere/checkpoints.ndjson",
            "  ./pigw enroll audit --verify audit.ndjson --trust trust.pem \\",
            "    --checkpoint elsewhere/checkpoints.ndjson",
            "  ./pigw enroll audit --verify backup/enrollment-20261121T163000Z \\",
            "    --trust trust.pem",
            "",
            "--verify exits 0 if the log is whole, 1 if it is not or, with --trust, if no checkpoint says where it ends."
        })
public final class AuditCommand implements Callable<Integer> {

    private static final int PAGE = 1_000;

    @Mixin
    OperatorOptions server = new OperatorOptions();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "50",
            description = "so many entries (default: ${DEFAULT-VALUE})")
    int last = 50;

    @Option(
            names = "--actor",
            paramLabel = "WHO",
            description = "his alone, as the log names him: operator:586/olivia@…")
    @Nullable
    String actor;

    @Option(names = "--action", paramLabel = "ACTION", description = "these alone: enrolled, renewed, revoked, …")
    @Nullable
    String action;

    @Option(
            names = "--subject",
            paramLabel = "WHAT",
            description = "those about it alone: a serial number, an account, …")
    @Nullable
    String subject;

    @Option(names = "--out", paramLabel = "FILE", description = "export all of it, with a checkpoint signed now")
    @Nullable
    Path out;

    @Option(
            names = "--verify",
            paramLabel = "FILE|DIR",
            description = "an export, a backup, or the database of a server that is stopped")
    @Nullable
    Path verify;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "with --verify: the root certificate, trust.pem; without it nothing shows whether the end is missing")
    @Nullable
    Path trust;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = {
                "with --verify and --trust: checkpoints that were kept elsewhere, lines of --sign or exports; repeatable.",
                "They alone prove that no end is missing: whoever cuts a log off takes its own checkpoints along"
            })
    List<Path> kept = List.of();

    @Option(
            names = "--max-uncovered",
            paramLabel = "TIME",
            defaultValue = "2h",
            converter = Durations.class,
            description = "with --verify and --trust: how much older than the last entry the last checkpoint may be"
                    + " (default: ${DEFAULT-VALUE})")
    Duration maxUncovered = AuditCheck.MAX_UNCOVERED;

    @Option(names = "--sign", description = "sign a checkpoint now and print it, one line: keep it elsewhere")
    boolean sign;

    @Option(names = "--json", description = "print one JSON object a line")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (verify != null) {
            return AuditVerification.run(verify, trust, kept, maxUncovered, json);
        }
        if (!kept.isEmpty()) {
            throw new UsageError("--checkpoint belongs to --verify FILE|DIR --trust FILE");
        }
        requireKnown(action);
        try (OperatorClient client = server.connect()) {
            if (sign) {
                System.out.println(line(client.post("/checkpoint", Map.of())));
                return 0;
            }
            if (out != null) {
                return export(client, out);
            }
            show(client);
            return 0;
        }
    }

    /** A mistyped action would show nothing, as if nothing had been done. */
    private static void requireKnown(@Nullable String action) {
        List<String> known = Arrays.stream(AuditAction.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        if (action != null && !known.contains(action.toLowerCase(Locale.ROOT))) {
            throw new UsageError("--action is one of " + String.join(", ", known) + ", not " + action);
        }
    }

    private void show(OperatorClient client) {
        Deque<JsonNode> entries = new ArrayDeque<>();
        boolean isFiltered = actor != null || action != null || subject != null;
        if (isFiltered) {
            long after = 0;
            JsonNode page;
            do {
                page = client.get(new Query("/audit")
                        .with("after", after)
                        .with("max", PAGE)
                        .with("actor", actor)
                        .with("action", action)
                        .with("subject", subject)
                        .toString());
                for (JsonNode entry : page.path("entries")) {
                    after = entry.path("seq").asLong();
                    entries.add(entry);
                    if (entries.size() > last) {
                        entries.removeFirst();
                    }
                }
            } while (page.path("entries").size() == PAGE);
        } else {
            client.get("/audit?last=" + Math.clamp(last, 1, PAGE))
                    .path("entries")
                    .forEach(entries::add);
        }
        if (json) {
            entries.forEach(entry -> System.out.println(entry));
            return;
        }
        if (entries.isEmpty()) {
            System.err.println("none");
            return;
        }
        Table table = new Table("SEQ", "TIME", "ACTOR", "ACTION", "OUTCOME", "SUBJECT", "DETAILS");
        entries.forEach(entry -> table.add(
                Shown.text(entry, "seq"),
                Shown.seconds(entry, "at"),
                Shown.text(entry, "actor"),
                Shown.text(entry, "action").toLowerCase(Locale.ROOT),
                Shown.text(entry, "outcome").toLowerCase(Locale.ROOT),
                Shown.text(entry, "subject"),
                details(entry)));
        System.out.print(table);
    }

    private static String details(JsonNode entry) {
        StringBuilder text = new StringBuilder();
        entry.path("details")
                .properties()
                .forEach(detail -> text.append(text.isEmpty() ? "" : ", ")
                        .append(detail.getKey())
                        .append(' ')
                        .append(Shown.plain(detail.getValue().asText())));
        return text.toString();
    }

    /** A checkpoint first, then the entries up to it at least. */
    private int export(OperatorClient client, Path file) {
        JsonNode checkpoint = client.post("/checkpoint", Map.of());
        long entries = 0;
        try (BufferedWriter lines = privately(file)) {
            JsonNode page;
            long after = 0;
            do {
                page = client.get("/audit?max=" + PAGE + "&after=" + after).path("entries");
                for (JsonNode entry : page) {
                    lines.write(entry.toString());
                    lines.write('\n');
                    after = entry.path("seq").asLong();
                    entries++;
                }
            } while (page.size() == PAGE);
            lines.write(line(checkpoint) + "\n");
        } catch (FileAlreadyExistsException there) {
            throw new UserError(file + " is there already; name another file with --out", there);
        } catch (IOException failed) {
            throw new UserError("cannot write " + file + ": " + Failures.describe(failed), failed);
        }
        System.out.println(entries + " entries in " + file + ", up to a checkpoint of entry "
                + checkpoint.path("seq").asText() + ", "
                + checkpoint.path("hash").asText());
        return 0;
    }

    private static String line(JsonNode checkpoint) {
        return "{\"checkpoint\":" + checkpoint.path("checkpoint") + "}";
    }

    private static BufferedWriter privately(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.newBufferedWriter(file, StandardOpenOption.WRITE);
    }
}
