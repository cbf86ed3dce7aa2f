package io.pigw.enrollment.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of older backups once one is made. */
class PruningTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Retention RETENTION = new Retention(1, 2);

    private final List<String> deleted = new ArrayList<>();

    @Test
    void theOneJustMadeStaysThoughTheClockWasSetBack() {
        Backup made = backup("made", Duration.ofMinutes(1));
        List<Backup> all = List.of(
                backup("newest", Duration.ofMinutes(3)),
                backup("older", Duration.ofMinutes(2)),
                made,
                backup("yesterday", Duration.ofDays(-1)));

        new Pruning(RETENTION, this::delete).after(made, all);

        assertThat(deleted).containsExactly("older");
    }

    @Test
    void whatCannotBeDeletedKeepsNothingElse() {
        Backup made = backup("made", Duration.ofMinutes(4));
        List<Backup> all = List.of(
                made,
                backup("busy", Duration.ofMinutes(3)),
                backup("older", Duration.ofMinutes(2)),
                backup("yesterday", Duration.ofDays(-1)));

        new Pruning(RETENTION, this::delete).after(made, all);

        assertThat(deleted).containsExactly("older");
    }

    private void delete(Path folder) throws IOException {
        String name = String.valueOf(folder.getFileName());
        if (name.equals("busy")) {
            throw new IOException("the disk is not well");
        }
        deleted.add(name);
    }

    private static Backup backup(String name, Duration after) {
        return new Backup(
                Path.of("backups", name),
                "00",
                new Manifest(
                        Manifest.FORMAT,
                        "p2p.example.net",
                        NOON.plus(after),
                        new TreeMap<>(Map.of()),
                        new Manifest.Audit(0, "00"),
                        true,
                        List.of(),
                        List.of()));
    }
}
