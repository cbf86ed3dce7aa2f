package io.pigw.enrollment.store;

import io.pigw.enrollment.store.Filter.State;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The store in SQL, on the database's one writer thread: what it shows is what is on record at that moment. */
public final class DatabaseRegistryStore implements RegistryStore {

    private static final String HOLD = "CERTIFICATE_HOLD";

    private static final String SELECT = "SELECT c.serial, c.node_id, n.account, n.role, c.users, c.not_before,"
            + " c.not_after, c.issued_at, c.replaces, r.revoked_at, r.reason, c.der, n.enrolled_at"
            + " FROM certificates c LEFT JOIN nodes n ON n.node_id = c.node_id"
            + " LEFT JOIN revocations r ON r.serial = c.serial WHERE 1 = 1";

    private static final String IS_LATEST = " AND n.node_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM certificates x"
            + " WHERE x.node_id = c.node_id AND (x.issued_at > c.issued_at"
            + " OR x.issued_at = c.issued_at AND x.serial > c.serial))";

    private static final String PAGE = " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";

    private final BatchWriter writer;

    /** A store over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}. */
    public DatabaseRegistryStore(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public CompletableFuture<List<NodeRecord>> nodes(Filter filter, int offset, int limit, Instant now) {
        Paging.check(offset, limit);
        return writer.submit(
                Runnable::run,
                statements -> Sql.all(
                        select(
                                statements,
                                IS_LATEST,
                                filter,
                                " ORDER BY n.enrolled_at DESC, c.serial" + PAGE,
                                now,
                                List.of(offset, limit)),
                        row -> node(row, now)));
    }

    @Override
    public CompletableFuture<Optional<NodeRecord>> node(NodeId id, Instant now) {
        return nodes(Filter.ofNode(id), 0, 1, now)
                .thenApply(found -> found.stream().findFirst());
    }

    @Override
    public CompletableFuture<List<CertificateRecord>> certificates(Filter filter, int offset, int limit, Instant now) {
        Paging.check(offset, limit);
        return writer.submit(
                Runnable::run,
                statements -> Sql.all(
                        select(
                                statements,
                                "",
                                filter,
                                " ORDER BY c.issued_at DESC, c.serial" + PAGE,
                                now,
                                List.of(offset, limit)),
                        row -> certificate(row, now)));
    }

    @Override
    public CompletableFuture<Optional<CertificateRecord>> certificate(BigInteger serial, Instant now) {
        return writer.submit(Runnable::run, statements -> {
            PreparedStatement select = statements.prepared(SELECT + " AND c.serial = ?");
            select.setString(1, serial.toString(16));
            return Sql.one(select, row -> certificate(row, now));
        });
    }

    /** The text has as many forms as there are filters, 96 in all; values are parameters. */
    private static PreparedStatement select(
            Statements statements, String where, Filter filter, String order, Instant now, List<Integer> page)
            throws SQLException {
        StringBuilder sql = new StringBuilder(SELECT).append(where);
        List<Object> values = new ArrayList<>();
        and(sql, values, " AND n.account = ?", filter.account());
        and(
                sql,
                values,
                " AND LOCATE(?, ' ' || c.users || ' ') > 0",
                filter.user() == null ? null : " " + filter.user() + " ");
        and(sql, values, " AND c.node_id = ?", filter.node());
        and(sql, values, " AND n.role = ?", filter.role());
        State state = filter.state();
        if (state != null) {
            switch (state) {
                case VALID -> and(sql, values, " AND r.serial IS NULL AND c.not_after > ?", now.toEpochMilli());
                case EXPIRED -> and(sql, values, " AND r.serial IS NULL AND c.not_after <= ?", now.toEpochMilli());
                case HELD -> and(sql, values, " AND r.reason = ?", HOLD);
                case REVOKED -> and(sql, values, " AND r.reason <> ?", HOLD);
            }
        }
        values.addAll(page);
        PreparedStatement select = statements.prepared(sql.append(order).toString());
        for (int i = 0; i < values.size(); i++) {
            switch (values.get(i)) {
                case Long number -> select.setLong(i + 1, number);
                case Integer number -> select.setInt(i + 1, number);
                case Role role -> select.setString(i + 1, role.name());
                case Object other -> select.setString(i + 1, other.toString());
            }
        }
        return select;
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }

    private static NodeRecord node(ResultSet row, Instant now) throws SQLException {
        return new NodeRecord(
                NodeId.parse(row.getString(2)),
                row.getString(3),
                Role.valueOf(row.getString(4)),
                Sql.instant(row, 13),
                certificate(row, now));
    }

    private static CertificateRecord certificate(ResultSet row, Instant now) throws SQLException {
        String node = row.getString(2);
        String role = row.getString(4);
        String replaces = row.getString(9);
        Instant notAfter = Sql.instant(row, 7);
        String reason = row.getString(11);
        return new CertificateRecord(
                new BigInteger(row.getString(1), 16),
                node == null ? null : NodeId.parse(node),
                row.getString(3),
                role == null ? null : Role.valueOf(role),
                Sql.users(row.getString(5)),
                Sql.instant(row, 6),
                notAfter,
                Sql.instant(row, 8),
                replaces == null ? null : new BigInteger(replaces, 16),
                state(reason, notAfter, now),
                Sql.nullableInstant(row, 10),
                reason,
                Bytes.copyOf(row.getBytes(12)));
    }

    private static State state(@Nullable String reason, Instant notAfter, Instant now) {
        if (reason != null) {
            return reason.equals(HOLD) ? State.HELD : State.REVOKED;
        }
        return now.isBefore(notAfter) ? State.VALID : State.EXPIRED;
    }
}
