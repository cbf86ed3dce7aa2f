package io.pigw.csp.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.Issued;
import io.pigw.runtime.identity.SerialNumber;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevokedPeersTest {

    private static final Party.User BOB = new Party.User("bob", "p2p.example.net");
    private static final Bytes HASH = Bytes.copyOf(new byte[32]);

    @TempDir
    private Path directory;

    private final Databases databases = new Databases();
    private final AdmittedPeers table = new AdmittedPeers(List.of());
    private DatabaseAdmittedStore store;

    @BeforeEach
    void open() {
        store = new DatabaseAdmittedStore(databases.open(store(), "io/pigw/csp/db"), NodeId.of(512), Runnable::run);
        for (long id : List.of(586L, 587L)) {
            table.put(store.save(new AdmittedPeer(
                            new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", 9586)),
                            List.of(BOB),
                            HASH,
                            List.of(issued(1, id), issued(9, 2)),
                            Instant.EPOCH))
                    .join());
        }
    }

    /** The same for the whole of a test. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void aRevokedPeerIsAdmittedNoMoreOverARestartToo() {
        new RevokedPeers(table, store).closed(certificate(HASH), "revoked");

        assertThat(table.get(NodeId.of(586))).isEmpty();
        assertThat(table.certifiedFor(BOB)).containsExactly(NodeId.of(587));
        store.remove(NodeId.of(999)).join();
        assertThat(store.load(10)).extracting(peer -> peer.contact().id()).containsExactly(NodeId.of(587));
    }

    @Test
    void whoLostItsLinkOtherwiseOrHasAnotherCertificateStays() {
        RevokedPeers peers = new RevokedPeers(table, store);

        peers.closed(certificate(HASH), "idle");
        peers.closed(certificate(Bytes.utf8("the certificate before")), "revoked");

        assertThat(table.size()).isEqualTo(2);
        assertThat(store.load(10)).hasSize(2);
    }

    @Test
    void whoIsOnAListIsAdmittedNoMoreWithoutALink() {
        Issued bob = issued(1, 586);

        new RevokedPeers(new AdmittedPeers(store.load(10)), store).taken(bob::equals);

        store.remove(NodeId.of(999)).join();
        assertThat(store.load(10)).extracting(peer -> peer.contact().id()).containsExactly(NodeId.of(587));
    }

    @Test
    void aRevokedCaTakesAllWithIt() {
        Issued ca = issued(9, 2);

        new RevokedPeers(table, store).taken(ca::equals);

        assertThat(table.size()).isZero();
    }

    private static Issued issued(int issuer, long serial) {
        byte[] key = new byte[20];
        key[0] = (byte) issuer;
        BigInteger large = BigInteger.ONE.shiftLeft(126).add(BigInteger.valueOf(serial));
        return new Issued(Bytes.copyOf(key), SerialNumber.of(large));
    }

    private static NodeCertificate certificate(Bytes sha256) {
        return new NodeCertificate(
                NodeId.of(586),
                "p2p.example.net",
                Role.PEER,
                List.of(BOB),
                Bytes.utf8("certificate"),
                sha256,
                Instant.MAX);
    }
}
