package io.pigw.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.pigw.runtime.admin.AdminPlaces.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminPlacesTest {

    /** Four for strangers, two of them of an address, and four for the admitted. */
    private final AdminPlaces places = new AdminPlaces(8);

    private final List<Channel> channels = new ArrayList<>();

    @Test
    void keepsHalfForTheAdmitted() {
        for (int i = 0; i < 5; i++) {
            Place place = from("192.0.2." + i);
            place.shown();
            place.admitted();
        }

        for (int i = 0; i < 20; i++) {
            from("198.51.100." + i);
        }

        assertThat(channels.subList(0, 5)).allMatch(Channel::isOpen);
        assertThat(channels.subList(5, 22)).noneMatch(Channel::isOpen);
        assertThat(channels.subList(22, 25)).allMatch(Channel::isOpen);
    }

    @Test
    void givesUpThoseOfTheSameAddressWithoutACertificateFirst() {
        from("192.0.2.1").shown();
        from("192.0.2.1");

        from("192.0.2.1");

        assertThat(channels).extracting(Channel::isOpen).containsExactly(true, false, true);
    }

    @Test
    void takesFromTheAddressThatHasTheMost() {
        from("192.0.2.1");
        from("192.0.2.2");
        from("192.0.2.3");
        from("192.0.2.3");

        from("192.0.2.4");

        assertThat(channels).extracting(Channel::isOpen).containsExactly(true, true, false, true, true);
    }

    @Test
    void countsANetworkOfIpv6AsOne() {
        from("2001:db8::1");
        from("2001:db8::2:1");

        from("2001:db8::ffff:1");

        assertThat(channels).extracting(Channel::isOpen).containsExactly(false, true, true);
    }

    @Test
    void hasThePlacesOfThoseWhoLeft() {
        for (int i = 0; i < 4; i++) {
            Place place = from("192.0.2.1");
            place.shown();
            place.admitted();
        }
        channels.forEach(channel -> channel.close().syncUninterruptibly());
        Place last = from("192.0.2.1");
        last.shown();

        last.admitted();
        from("192.0.2.1");
        from("192.0.2.1");
        from("192.0.2.1");

        assertThat(channels.get(4).isOpen()).isTrue();
        assertThat(channels.get(5).isOpen()).isFalse();
    }

    private Place from(String address) {
        Channel channel = new EmbeddedChannel() {
            @Override
            public SocketAddress remoteAddress() {
                try {
                    return new InetSocketAddress(InetAddress.getByName(address), 1);
                } catch (UnknownHostException e) {
                    throw new IllegalArgumentException(e);
                }
            }
        };
        channels.add(channel);
        return places.take(channel);
    }
}
