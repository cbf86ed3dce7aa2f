package io.pigw.sos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an earlier release stored is what peers told. */
class EvidenceMigrationTest {

    @Test
    void whatWasGoodWasTold() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:derby:memory:evidence-migration;create=true");
                Statement statement = connection.createStatement()) {
            // Given
            run(statement, "V1__evidence.sql");
            statement.executeUpdate("INSERT INTO link_evidence (observer, subject, good, bad, weighed_at)"
                    + " VALUES ('1', '2', 2.5, 0, 1000)");
            statement.executeUpdate(
                    "INSERT INTO vote (window_start, reporter, observer, subject) VALUES (1000, '9', '1', '2')");

            // When
            run(statement, "V2__outcomes.sql");

            // Then
            try (ResultSet row = statement.executeQuery(
                    "SELECT good, bad, told, contradicted, lost_for, weighed_at FROM link_evidence")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getDouble(1)).isZero();
                assertThat(row.getDouble(2)).isZero();
                assertThat(row.getDouble(3)).isEqualTo(2.5);
                assertThat(row.getDouble(4)).isZero();
                assertThat(row.getString(5)).isEmpty();
                assertThat(row.getLong(6)).isEqualTo(1_000);
            }
            try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM vote")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isZero();
            }
        }
    }

    private static void run(Statement statement, String script) throws IOException, SQLException {
        String resource = "/" + DatabaseEvidenceStore.MIGRATIONS + "/" + script;
        try (InputStream file = EvidenceMigrationTest.class.getResourceAsStream(resource)) {
            String sql = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            for (String command : sql.replaceAll("(?m)^--.*$", "").split(";", -1)) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
        }
    }
}
