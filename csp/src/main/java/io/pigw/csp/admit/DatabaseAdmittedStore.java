package io.pigw.csp.admit;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The tables of admitted peers. */
public final class DatabaseAdmittedStore implements AdmittedStore {

    private final Database database;
    private final String owner;
    private final Executor completesOn;

    /**
     * Of one CSP.
     *
     * @param completesOn the CSP's loop
     */
    public DatabaseAdmittedStore(Database database, NodeId owner, Executor completesOn) {
        this.database = database;
        this.owner = owner.toString();
        this.completesOn = completesOn;
    }

    @Override
    public List<AdmittedPeer> load(int max) {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT peer_id, host, port, certificate_sha256, path, admitted_at FROM admitted_peer"
                                + " WHERE node_id = ? ORDER BY admitted_at DESC")) {
            Map<String, List<Party.User>> names = names(connection);
            select.setString(1, owner);
            select.setMaxRows(max);
            List<AdmittedPeer> peers = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String id = rows.getString(1);
                    peers.add(new AdmittedPeer(
                            new NodeContact(NodeId.parse(id), new HostPort(rows.getString(2), rows.getInt(3))),
                            names.getOrDefault(id, List.of()),
                            Bytes.copyOf(HexFormat.of().parseHex(rows.getString(4))),
                            PathText.parse(rows.getString(5)),
                            Instant.ofEpochMilli(rows.getLong(6))));
                }
            }
            return peers;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the admitted peers", e);
        }
    }

    private Map<String, List<Party.User>> names(Connection connection) throws SQLException {
        Map<String, List<Party.User>> names = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT peer_id, user_name FROM certified_name WHERE node_id = ?")) {
            select.setString(1, owner);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (Party.parse(rows.getString(2)) instanceof Party.User user) {
                        names.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                                .add(user);
                    }
                }
            }
        }
        return names;
    }

    @Override
    public CompletableFuture<AdmittedPeer> save(AdmittedPeer peer) {
        return database.writer().submit(completesOn, statements -> {
            write(statements, peer);
            return peer;
        });
    }

    @Override
    public CompletableFuture<NodeId> remove(NodeId peer) {
        return database.writer().submit(completesOn, statements -> {
            erase(statements, peer.toString());
            return peer;
        });
    }

    private void write(Statements statements, AdmittedPeer peer) throws SQLException {
        String id = peer.contact().id().toString();
        erase(statements, id);
        PreparedStatement insert =
                statements.prepared("INSERT INTO admitted_peer (node_id, peer_id, host, port, certificate_sha256,"
                        + " path, admitted_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, owner);
        insert.setString(2, id);
        insert.setString(3, peer.contact().address().host());
        insert.setInt(4, peer.contact().address().port());
        insert.setString(5, peer.certificateSha256().toHex());
        insert.setString(6, PathText.of(peer.path()));
        insert.setLong(7, peer.admittedAt().toEpochMilli());
        insert.executeUpdate();
        for (Party.User user : peer.users().stream().distinct().toList()) {
            PreparedStatement name =
                    statements.prepared("INSERT INTO certified_name (node_id, peer_id, user_name) VALUES (?, ?, ?)");
            name.setString(1, owner);
            name.setString(2, id);
            name.setString(3, user.toString());
            name.executeUpdate();
        }
    }

    private void erase(Statements statements, String peer) throws SQLException {
        delete(statements, "DELETE FROM certified_name WHERE node_id = ? AND peer_id = ?", peer);
        delete(statements, "DELETE FROM admitted_peer WHERE node_id = ? AND peer_id = ?", peer);
    }

    private void delete(Statements statements, String sql, String peer) throws SQLException {
        PreparedStatement delete = statements.prepared(sql);
        delete.setString(1, owner);
        delete.setString(2, peer);
        delete.executeUpdate();
    }
}
