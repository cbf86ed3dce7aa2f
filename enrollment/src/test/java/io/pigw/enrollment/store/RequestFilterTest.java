package io.pigw.enrollment.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.store.RequestRecord.State;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which requests somebody sees who asks for some of them. */
class RequestFilterTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000);
    private static final Party.User DAVE = new Party.User("dave", "p2p");

    @TempDir
    private Path directory;

    @Test
    void eachFilterLeavesOthersOut() throws Exception {
        Map<RequestFilter, List<String>> cases = new LinkedHashMap<>();
        cases.put(RequestFilter.ALL, List.of("1", "2", "3", "4"));
        cases.put(new RequestFilter("dave", null, null, null), List.of("1", "2"));
        cases.put(new RequestFilter(null, DAVE, null, null), List.of("1", "4"));
        cases.put(new RequestFilter(null, null, Role.CLIENT, null), List.of("2"));
        cases.put(new RequestFilter(null, null, null, State.PENDING), List.of("1", "3"));
        cases.put(new RequestFilter("dave", DAVE, Role.PEER, State.PENDING), List.of("1"));
        cases.put(new RequestFilter("mallory", DAVE, null, null), List.of());
        try (Databases databases = new Databases();
                Database database = databases.open(store(), DatabaseEnrollmentStore.MIGRATIONS);
                Connection connection = database.connection();
                Statement sql = connection.createStatement()) {
            request(sql, "1", "dave", "PEER", "d@p2p dave@p2p", "PENDING");
            request(sql, "2", "dave", "CLIENT", "dave@p2p2", "REJECTED");
            request(sql, "3", "mallory", "PEER", "mydave@p2p", "PENDING");
            request(sql, "4", "family", "PEER", "dave@p2p eve@p2p", "ISSUED");
            RequestStore store = new DatabaseRequestStore(database.writer());

            for (Map.Entry<RequestFilter, List<String>> one : cases.entrySet()) {
                assertThat(store.list(one.getKey(), 0, 10, NOW).get(20, TimeUnit.SECONDS))
                        .as("%s", one.getKey())
                        .extracting(RequestRecord::id)
                        .containsExactlyElementsOf(one.getValue());
            }
        }
    }

    /** An empty one. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    private static void request(Statement sql, String id, String account, String role, String users, String state)
            throws Exception {
        sql.execute("INSERT INTO requests (id, claim, csr_hash, key_hash, account, role, users, address, state,"
                + " created_at, expires_at) VALUES ('" + id + "', 'c" + id + "', 'c', 'k', '" + account + "', '" + role
                + "', '" + users + "', '::1', '" + state + "', 0, 9000)");
    }
}
