package io.pigw.testbed.ims;

import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.HostPort;
import io.pigw.testbed.sipp.Tools;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Socat as the TLS of a client that has none (Debian's SIPp is built without): TCP on this side, TLS on the other. */
final class TlsTunnel implements AutoCloseable {

    private final Process process;
    private final HostPort entrance;

    private TlsTunnel(Process process, HostPort entrance) {
        this.process = process;
        this.entrance = entrance;
    }

    /** Skips or fails the test where the program is missing. */
    static void require() {
        Tools.require("socat", "socat");
    }

    /**
     * Opens one.
     *
     * @param trust PEM: whom it believes
     * @param own certificate and key that it shows, if any
     */
    static TlsTunnel to(HostPort server, Path trust, Optional<CorePki.Identity> own, Path folder) throws IOException {
        HostPort entrance = new HostPort("127.0.0.1", Ports.free());
        String shown = own.map(files -> ",cert=" + files.certificates() + ",key=" + files.key())
                .orElse("");
        Process process = new ProcessBuilder(List.of(
                        "socat",
                        "TCP-LISTEN:" + entrance.port() + ",bind=127.0.0.1,fork,reuseaddr",
                        "OPENSSL:" + server + ",cafile=" + trust + shown))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("socat.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(10)).until(() -> listens(entrance));
        return new TlsTunnel(process, entrance);
    }

    private static boolean listens(HostPort address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where clients connect without TLS. */
    HostPort entrance() {
        return entrance;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
