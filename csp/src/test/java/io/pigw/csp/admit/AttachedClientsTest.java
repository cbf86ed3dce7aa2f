package io.pigw.csp.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttachedClientsTest {

    private static final HostPort HERE = new HostPort("192.0.2.1", 40_000);
    private static final Party.User BOB = new Party.User("bob", "p2p.example.net");

    private final AttachedClients clients = new AttachedClients(3, 2);

    @Test
    void knowsAClientAsLongAsItIsThere() {
        assertThat(clients.attach(client(1, BOB), HERE)).isEmpty();

        assertThat(clients.isAttached(NodeId.of(1))).isTrue();
        assertThat(clients.certifiedFor(new Party.User("bob", "P2P.example.net")))
                .containsExactly(NodeId.of(1));
        assertThat(clients.detach(NodeId.of(1))).isTrue();
        assertThat(clients.detach(NodeId.of(1))).isFalse();
        assertThat(clients.isAttached(NodeId.of(1))).isFalse();
        assertThat(clients.certifiedFor(BOB)).isEmpty();
        assertThat(clients.size()).isZero();
    }

    @Test
    void namesAllClientsOfAUser() {
        clients.attach(client(1, BOB), HERE);
        clients.attach(client(2, BOB), HERE);

        clients.detach(NodeId.of(1));

        assertThat(clients.certifiedFor(BOB)).containsExactly(NodeId.of(2));
    }

    @Test
    void hasRoomForSoManyInAllAndOfAnAddress() {
        clients.attach(client(1), HERE);
        clients.attach(client(2), HERE);

        assertThat(clients.attach(client(3), HERE)).contains(AttachedClients.Refusal.ADDRESS_FULL);
        assertThat(clients.isAttached(NodeId.of(3))).isFalse();
        assertThat(clients.attach(client(4), new HostPort("192.0.2.2", 1))).isEmpty();
        assertThat(clients.attach(client(5), new HostPort("192.0.2.3", 1))).contains(AttachedClients.Refusal.FULL);
        clients.detach(NodeId.of(1));
        assertThat(clients.attach(client(3), HERE)).isEmpty();
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() {
        clients.attach(client(1), new HostPort("2001:db8::1", 1));
        clients.attach(client(2), new HostPort("2001:db8::2:0:0:2", 1));

        assertThat(clients.attach(client(3), new HostPort("2001:db8:0:0:9::", 1)))
                .contains(AttachedClients.Refusal.ADDRESS_FULL);
        assertThat(clients.attach(client(4), new HostPort("2001:db8:0:1::1", 1)))
                .isEmpty();
    }

    private static NodeCertificate client(long id, Party.User... users) {
        return new NodeCertificate(
                NodeId.of(id), "p2p.example.net", Role.CLIENT, List.of(users), Bytes.EMPTY, Bytes.EMPTY, Instant.MAX);
    }
}
