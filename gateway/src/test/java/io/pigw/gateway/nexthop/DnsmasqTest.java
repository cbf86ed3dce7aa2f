package io.pigw.gateway.nexthop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RFC 3263 with a DNS server that nobody here wrote. */
final class DnsmasqTest {

    private static final String MISSING = "dnsmasq is not installed: apt-get install dnsmasq-base";

    private static final int MAX_ATTEMPTS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(DnsmasqTest.class);

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
        Server started = startAnswering(directory, records);
        InetSocketAddress server = started.address();
        Process dnsmasq = started.process();
        try {
            DnsClient dns = new DnsClient(List.of(server), new Families(false, true));
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

    /** A server that has answered; another port is tried when one was taken between the look and dnsmasq's bind. */
    private static Server startAnswering(Path directory, List<String> records) throws Exception {
        for (int attempt = 1; ; attempt++) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
            Path folder = Files.createDirectory(directory.resolve("attempt-" + attempt));
            Process process = start(folder, address.getPort(), records);
            if (answers(process, address)) {
                return new Server(process, address);
            }
            assertThat(attempt).as(() -> "dnsmasq ended: " + logOf(folder)).isLessThan(MAX_ATTEMPTS);
        }
    }

    /** Whether it answers within 30 s; false when it ended. */
    private static boolean answers(Process process, InetSocketAddress address) {
        DnsClient dns = new DnsClient(List.of(address), new Families(false, true));
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !process.isAlive() || dns.addresses("a.example.net") instanceof DnsAnswer.Found);
            return process.isAlive();
        } catch (ConditionTimeoutException silent) {
            process.destroyForcibly();
            throw silent;
        }
    }

    private static String logOf(Path folder) {
        try {
            return Files.readString(folder.resolve("dnsmasq.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Server(Process process, InetSocketAddress address) {}

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

    /** A port that is free for datagrams and for connections: dnsmasq binds both. */
    private static int freePort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        while (true) {
            try (DatagramSocket socket = new DatagramSocket(0, loopback);
                    ServerSocket listener = new ServerSocket()) {
                listener.bind(new InetSocketAddress(loopback, socket.getLocalPort()));
                return socket.getLocalPort();
            } catch (BindException taken) {
                LOG.debug("A port is free for datagrams alone", taken);
            }
        }
    }
}
