package io.pigw.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    @TempDir
    private Path directory;

    @Test
    void whatWasCompleteBeforeAKillIsThereAfterIt() throws Exception {
        Path database = directory.resolve("db");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        database.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> complete = new ArrayList<>();

        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null) {
                complete.add(line);
                if (complete.size() == 2_000) {
                    assertThat(process.toHandle().destroyForcibly()).isTrue();
                }
                line = output.readLine();
            }
        }

        complete.removeLast(); // the kill may have cut it off
        assertThat(complete).hasSizeGreaterThanOrEqualTo(1_999).doesNotContain("failed");
        try (Databases databases = new Databases()) {
            Database again = databases.open(new StoreConfig(database), "io/pigw/runtime/store/db");
            assertThat(new HashSet<>(BatchWriterTest.names(again))).containsAll(complete);
        }
    }
}
