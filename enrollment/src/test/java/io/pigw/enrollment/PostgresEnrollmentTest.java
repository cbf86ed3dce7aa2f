package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An enrollment server whose state is in PostgreSQL. */
@NeedsPostgres
class PostgresEnrollmentTest {

    @TempDir
    private Path directory;

    @Test
    void whatItIssuedIsOnRecordOverLostConnectionsAndARestart() throws Exception {
        TestPostgres server = TestPostgres.shared();
        StoreConfig store = server.store();
        String application = "pigw " + schema(store);
        try (TestEnrollment enrollment = new TestEnrollment(directory, store, 128)) {
            NodeIdentity first = enrollment.enroll("bob", Role.SOS);
            String token = enrollment.server().issueToken(TokenRequest.peer("carol"));
            assertThat(server.terminate(application)).isPositive();
            NodeIdentity second = enrollment.enroll("bob", Role.SOS);
            enrollment.restart();
            try (EstClient client = enrollment.client()) {
                NodeIdentity third = client.enroll(token);

                assertThat(third.certificate().id())
                        .isNotEqualTo(first.certificate().id())
                        .isNotEqualTo(second.certificate().id());
                assertThatThrownBy(() -> client.enroll(token)).hasMessageContaining("token");
            }
        }
        assertThat(server.query("SELECT COUNT(*) FROM " + schema(store) + ".certificates WHERE node_id IS NOT NULL"
                        + " AND token_hash IS NOT NULL"))
                .containsExactly("3");
        assertThatThrownBy(() -> server.query("TRUNCATE " + schema(store) + ".audit"))
                .hasMessageContaining("the_audit_log_is_append_only");
    }

    private static String schema(StoreConfig store) {
        return Objects.requireNonNull(store.postgresql()).schema();
    }
}
