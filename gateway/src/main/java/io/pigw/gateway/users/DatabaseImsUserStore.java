package io.pigw.gateway.users;

import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Write;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code ims_user}. */
public final class DatabaseImsUserStore implements ImsUserStore {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseImsUserStore.class);
    private static final String SELECT = """
            SELECT public_identity, served_by, call_id, cseq, since, ends_at, name FROM ims_user
            WHERE ends_at > ? ORDER BY ends_at DESC FETCH FIRST ? ROWS ONLY""";
    private static final String UPDATE = """
            UPDATE ims_user SET public_identity = ?, served_by = ?, call_id = ?, cseq = ?, since = ?, ends_at = ?
            WHERE name = ?""";
    private static final String INSERT = """
            INSERT INTO ims_user (public_identity, served_by, call_id, cseq, since, ends_at, name)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";
    private static final String DELETE = "DELETE FROM ims_user WHERE name = ?";
    private static final String DELETE_ENDED = "DELETE FROM ims_user WHERE ends_at < ?";

    private final Database database;
    private final Executor owner;

    /** Over a database with the gateway's tables; {@code owner} is the table's loop. */
    public DatabaseImsUserStore(Database database, Executor owner) {
        this.database = database;
        this.owner = owner;
    }

    @Override
    public List<ImsUser> load(Instant now, int max) throws IOException {
        List<ImsUser> users = new ArrayList<>();
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setLong(1, now.toEpochMilli());
            select.setInt(2, max);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    users.add(user(rows));
                }
            }
        } catch (SQLException | IllegalArgumentException e) {
            throw new IOException("the table of IMS users cannot be read", e);
        }
        return users;
    }

    private static ImsUser user(ResultSet rows) throws SQLException {
        if (!(Party.parse(rows.getString("name")) instanceof Party.User name)) {
            throw new IllegalArgumentException("not a user's name");
        }
        return new ImsUser(
                name,
                rows.getString("public_identity"),
                rows.getString("served_by"),
                rows.getString("call_id"),
                rows.getLong("cseq"),
                Instant.ofEpochMilli(rows.getLong("since")),
                Instant.ofEpochMilli(rows.getLong("ends_at")));
    }

    @Override
    public CompletionStage<Void> save(ImsUser user) {
        return database.writer()
                .submit(owner, statements -> {
                    if (write(statements.prepared(UPDATE), user) == 0) {
                        write(statements.prepared(INSERT), user);
                    }
                    return true;
                })
                .thenAccept(_ -> {});
    }

    private static int write(PreparedStatement statement, ImsUser user) throws SQLException {
        statement.setString(1, user.identity());
        statement.setString(2, user.servedBy());
        statement.setString(3, user.callId());
        statement.setLong(4, user.cseq());
        statement.setLong(5, user.since().toEpochMilli());
        statement.setLong(6, user.until().toEpochMilli());
        statement.setString(7, user.user().toString());
        return statement.executeUpdate();
    }

    @Override
    public void remove(Party.User user) {
        forget(statements -> {
            PreparedStatement delete = statements.prepared(DELETE);
            delete.setString(1, user.toString());
            return delete.executeUpdate();
        });
    }

    @Override
    public void removeEndedBefore(Instant limit) {
        forget(statements -> {
            PreparedStatement delete = statements.prepared(DELETE_ENDED);
            delete.setLong(1, limit.toEpochMilli());
            return delete.executeUpdate();
        });
    }

    private void forget(Write<Integer> write) {
        var _ = database.writer().submit(owner, write).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.atWarn().setCause(failure).log("IMS users who are gone were not deleted");
            }
        });
    }
}
