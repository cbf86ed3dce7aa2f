package io.pigw.gateway.nexthop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 3263 with a DNS server that nobody here wrote. */
final class DnsmasqTest {

    private static final String MISSING = "dnsmasq is not installed: apt-get install dnsmasq-base";

    @Test
    void findsServersByNaptrSrvAndAddress(@TempDir Path directory) throws Exception {
        List<String> records = new ArrayList<>(List.of(
                "--naptr-record=ims.example.net,10,1,s,SIP+D2T,,_sip._tcp.ims.example.net",
                "--naptr-record=ims.example.net,20,1,s,SIP+D2U,,_sip._udp.ims.example.net",
                "--srv-host=_sip._tcp.ims.example.net,a.example.net,5062,1,1",
                "--srv-host=_sip._udp.ims.example.net,b.example.net,5060,1,1",
                "--srv-host=_sip._udp.ims.example.net,a.example.net,5060,2,1",
                "--host-record=a.example.net,192.0.2.1",
                "--host-record=b.example.net,192.0.2.2,2001:db8::2",
                "--cname=core.example.net,a.example.net"));
        for (int i = 0; i < 60; i++) {
            records.add(
                    "--srv-host=_sip._tcp.large.example.net,a-server-with-a-long-name-" + i + ".example.net,5060,1,1");
            records.add("--host-record=a-server-with-a-long-name-" + i + ".example.net,192.0.2." + (100 + i));
        }
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        Process dnsmasq = start(directory, server.getPort(), records);
        try {
            DnsClient dns = new DnsClient(List.of(server), new Families(false, true));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> dns.addresses("a.example.net") instanceof DnsAnswer.Found);

            assertThat(hops(dns, "ims.example.net"))
                    .containsExactly("TCP:192.0.2.1:5062", "UDP:192.0.2.2:5060", "UDP:192.0.2.1:5060");
            assertThat(hops(dns, "core.example.net:5070")).containsExactly("UDP:192.0.2.1:5070");
            assertThat(hops(dns, "large.example.net;transport=tcp"))
                    .as("more than a datagram holds: asked again by TCP")
                    .hasSize(Locator.MAX_RECORDS);
            assertThat(hops(new DnsClient(List.of(server), new Families(true, true)), "b.example.net:5060"))
                    .containsExactlyInAnyOrder("UDP:[2001:db8::2]:5060", "UDP:192.0.2.2:5060");
            assertThat(new Locator(dns, List.of(Transport.values())).locate(CoreUri.parse("nonsense.example.net")))
                    .isInstanceOf(Location.NotFound.class);
        } finally {
            dnsmasq.descendants().forEach(ProcessHandle::destroyForcibly); // one for each TCP connection
            dnsmasq.destroyForcibly().waitFor();
        }
        assertThat(dnsAfterwards(server)).isInstanceOf(DnsAnswer.Failed.class);
    }

    private static DnsAnswer<InetAddress> dnsAfterwards(InetSocketAddress server) {
        return new DnsClient(List.of(server), new Families(false, true)).addresses("a.example.net");
    }

    private static List<String> hops(Dns dns, String core) {
        Location location = new Locator(dns, List.of(Transport.UDP, Transport.TCP)).locate(CoreUri.parse(core));
        assertThat(location).isInstanceOf(Location.Found.class);
        return ((Location.Found) location)
                .hops(new SplittableRandom(1)).stream().map(Hop::toString).toList();
    }

    private static Process start(Path directory, int port, List<String> records) throws IOException {
        String program = Stream.of("/usr/sbin/dnsmasq", "/usr/bin/dnsmasq", "/usr/local/sbin/dnsmasq")
                .filter(path -> new File(path).canExecute())
                .findFirst()
                .orElse("");
        if (Boolean.getBoolean("require.tools")) {
            assertThat(program).as(MISSING).isNotEmpty();
        }
        Assumptions.assumeFalse(program.isEmpty(), MISSING);
        List<String> command = new ArrayList<>(List.of(
                program,
                "--keep-in-foreground",
                "--conf-file=" + Files.createFile(directory.resolve("dnsmasq.conf")),
                "--pid-file",
                "--no-resolv",
                "--no-hosts",
                "--local=/example.net/",
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--port=" + port));
        command.addAll(records);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("dnsmasq.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
