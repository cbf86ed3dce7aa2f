package io.pigw.enrollment.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers at the port for CRLs and OCSP; each address of the loopback is another host. */
class PublishServerTest {

    private static final PublishLimits LIMITS =
            new PublishLimits(8, 4, Duration.ofSeconds(60), Duration.ofSeconds(60), 100, 4096);

    private final Environment environment = Environment.create(1);
    private final List<Socket> sockets = new ArrayList<>();
    private PublishServer server;
    private HostPort address;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(
                new CaFiles(directory.resolve("ca")),
                "p2p.example.net",
                Duration.ofDays(30),
                environment.clock(),
                environment.random());
        Catalogue catalogue = new Catalogue(authority, environment.clock());
        server = new PublishServer(
                LIMITS,
                connection -> new PublishHandler(catalogue, (_, _, _) -> {}, LIMITS, environment.clock(), connection));
        address = server.listen(new HostPort("127.0.0.1", 0), environment.loops());
    }

    @AfterEach
    void close() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        environment.close();
    }

    @Test
    void twoHostsThatTakeAllPlacesDoNotCloseThePort() throws Exception {
        for (int i = 0; i < LIMITS.connectionsPerAddress(); i++) {
            connect("127.0.0.2");
            connect("127.0.0.3");
        }

        assertThat(get(connect("127.0.0.1"))).startsWith("HTTP/1.1 200");
        assertThat(get(connect("127.0.0.4"))).startsWith("HTTP/1.1 200");
    }

    @Test
    void whoeverHasItsShareGivesUpItsOldestConnection() throws Exception {
        Socket other = connect("127.0.0.2");
        Socket oldest = connect("127.0.0.1");
        for (int i = 1; i < LIMITS.connectionsPerAddress(); i++) {
            connect("127.0.0.1");
        }

        assertThat(get(connect("127.0.0.1"))).startsWith("HTTP/1.1 200");
        assertThat(oldest.getInputStream().read()).as("the end").isNegative();
        assertThat(get(other)).startsWith("HTTP/1.1 200");
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(address.host(), address.port()));
        sockets.add(socket);
        return socket;
    }

    private static String get(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /ca HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
