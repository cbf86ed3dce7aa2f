package io.pigw.csp.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmittedPeersTest {

    private static final Party.User BOB = (Party.User) Party.parse("bob@p2p.example.net");

    @Test
    void findsAllDevicesOfAName() {
        AdmittedPeers peers = new AdmittedPeers(List.of(peer(586, BOB), peer(12, BOB), peer(700)));

        assertThat(peers.certifiedFor(BOB)).containsExactly(NodeId.of(12), NodeId.of(586));
        assertThat(peers.certifiedFor((Party.User) Party.parse("bob@P2P.example.net")))
                .hasSize(2);
        assertThat(peers.certifiedFor((Party.User) Party.parse("eve@p2p.example.net")))
                .isEmpty();
    }

    @Test
    void forgetsANameThatTheNewCertificateLacks() {
        AdmittedPeers peers = new AdmittedPeers(List.of(peer(586, BOB)));

        peers.put(peer(586));

        assertThat(peers.certifiedFor(BOB)).isEmpty();
        assertThat(peers.size()).isEqualTo(1);
    }

    private static AdmittedPeer peer(long id, Party.User... users) {
        return new AdmittedPeer(
                new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", 9_000 + (int) id)),
                List.of(users),
                Bytes.copyOf(new byte[32]),
                List.of(),
                Instant.EPOCH);
    }
}
