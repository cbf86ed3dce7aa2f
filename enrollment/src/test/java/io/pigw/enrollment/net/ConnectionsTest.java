package io.pigw.enrollment.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.pigw.enrollment.net.Connections.Connection;
import io.pigw.enrollment.net.Connections.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private final Connections connections = new Connections(6, 4);
    private final List<Channel> channels = new ArrayList<>();

    @Test
    void givesUpTheOneOfLeastUseOfTheSameAddress() {
        Connection proven = admitted("a", State.PROVEN);
        Connection fresh = admitted("a", State.NEW);
        Connection kept = admitted("a", State.KEPT);
        Connection late = admitted("a", State.LATE);

        assertThat(closedBy("a")).isEqualTo(late.channel());
        assertThat(closedBy("a")).isEqualTo(kept.channel());
        assertThat(closedBy("a")).isEqualTo(fresh.channel());
        assertThat(proven.channel().isOpen()).isTrue();
    }

    @Test
    void givesUpNoneWhoseRequestIsAtWork() {
        for (int i = 0; i < 4; i++) {
            admitted("a", State.AT_WORK);
        }

        assertThat(connections.admit(connection("a"))).isFalse();
        assertThat(connections.admit(connection("b"))).isTrue();
    }

    @Test
    void takesFromTheAddressThatHasTheMostWhenAllAreTaken() {
        for (int i = 0; i < 4; i++) {
            admitted("flooder", State.NEW);
        }
        Connection honest = admitted("b", State.NEW);
        admitted("c", State.NEW);

        assertThat(closedBy("d")).isEqualTo(channels.getFirst());
        assertThat(honest.channel().isOpen()).isTrue();
    }

    @Test
    void countsWhoLeavesOnce() {
        Connection gone = admitted("a", State.NEW);
        connections.left(gone);
        connections.left(gone);

        for (int i = 0; i < 4; i++) {
            admitted("a", State.AT_WORK);
        }
        assertThat(connections.admit(connection("a"))).isFalse();
    }

    @Test
    void countsTheNetworkOfAnIpv6Address() throws Exception {
        assertThat(share("2001:db8:1:2::1")).isEqualTo(share("2001:db8:1:2:ffff::9"));
        assertThat(share("2001:db8:1:2::1")).isNotEqualTo(share("2001:db8:1:3::1"));
        assertThat(share("192.0.2.1")).isNotEqualTo(share("192.0.2.2"));
    }

    private static String share(String address) throws Exception {
        return ClientAddress.of(new InetSocketAddress(InetAddress.ofLiteral(address), 1))
                .share();
    }

    private Channel closedBy(String share) {
        List<Channel> open = channels.stream().filter(Channel::isOpen).toList();
        assertThat(connections.admit(connection(share))).isTrue();
        List<Channel> closed =
                open.stream().filter(channel -> !channel.isOpen()).toList();
        assertThat(closed).hasSize(1);
        return closed.getFirst();
    }

    private Connection admitted(String share, State state) {
        Connection connection = connection(share);
        assertThat(connections.admit(connection)).isTrue();
        connection.is(state);
        return connection;
    }

    private Connection connection(String share) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channels.add(channel);
        return new Connection(channel, new ClientAddress(share, share));
    }
}
