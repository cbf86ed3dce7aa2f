package io.pigw.testbed.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same with one PostgreSQL in place of the services' own databases. One stack for all, so in this order. */
@Tag("compose")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PostgresComposeTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static Deployed deployed;

    @BeforeAll
    static void standUp() {
        DockerNeeds.requireAll();
        deployed = Deployed.up(
                folder, Images.project("").over("compose.postgres.yaml").with("COMPOSE_PROFILES", "demo,postgres"));
    }

    @AfterAll
    static void tearDown() {
        if (deployed != null) {
            deployed.close();
        }
    }

    @Test
    @Order(1)
    void theFirstStartMakesAllHealthyAndMessagesPass() throws Exception {
        deployed.awaitHealthy();
        deployed.messagesPass("on PostgreSQL");
    }

    @Test
    @Order(2)
    void eachServiceHasADatabaseThatNoOtherMayEnter() {
        assertThat(sql(
                        "postgres",
                        "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname LIKE 'csp%'"))
                .isEqualTo("csp_1 csp_2 csp_3");
        assertThat(sql("gateway", "SELECT to_regclass('pigw.outbox') IS NOT NULL"))
                .isEqualTo("t");
        assertThat(sql("postgres", "SELECT has_database_privilege('csp_1', 'gateway', 'CONNECT')"))
                .isEqualTo("f");
        assertThat(
                        sql(
                                "postgres",
                                "SELECT bool_or(rolsuper) FROM pg_roles WHERE rolname IN ('csp_1', 'sos', 'gateway', 'enrollment')"))
                .isEqualTo("f");
    }

    @Test
    @Order(3)
    void whileTheDatabaseIsGoneNobodyIsReadyAndAfterwardsMessagesPass() throws Exception {
        // when
        deployed.stack().compose("stop", "postgres");

        // then
        deployed.awaitState("gateway", "unhealthy");
        deployed.awaitState("enrollment", "unhealthy");
        assertThatThrownBy(() -> deployed.stack().exec("client", "say", "alice", "586", "while the database is gone"))
                .hasMessageContaining("not accepted");

        // when
        deployed.stack().compose("start", "postgres");

        // then
        deployed.awaitHealthy();
        deployed.messagesPass("after the database was gone");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(deployed.bodies()).doesNotContain("while the database is gone"));
    }

    private static String sql(String database, String query) {
        return deployed.stack()
                .exec("postgres", "psql", "-U", "postgres", "-d", database, "-At", "-c", query)
                .strip();
    }
}
