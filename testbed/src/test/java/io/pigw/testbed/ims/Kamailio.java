package io.pigw.testbed.ims;

import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.HostPort;
import io.pigw.testbed.sipp.Tools;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code docker/ims-core} as processes of its own: the core between IMS users and the gateway. */
final class Kamailio implements AutoCloseable {

    static final String DOMAIN = "ims.example.net";

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final Map<String, String> settings;
    private final HostPort users;
    private final HostPort isc;
    private final Optional<HostPort> tls;
    private @Nullable Process process;

    private Kamailio(Path folder, Map<String, String> settings, HostPort users, HostPort isc, Optional<HostPort> tls) {
        this.folder = folder;
        this.settings = settings;
        this.users = users;
        this.isc = isc;
        this.tls = tls;
    }

    /** The files of the core. */
    static Path files() {
        return Path.of("..", "docker", "ims-core").toAbsolutePath().normalize();
    }

    /** Skips or fails the test where the program is missing. */
    static void require() {
        Tools.require("kamailio", "kamailio kamailio-tls-modules");
    }

    /** One with ports of its own that is not started yet. */
    static Kamailio plan(Path folder) throws IOException {
        HostPort users = local(Ports.free());
        HostPort isc = local(Ports.free());
        return new Kamailio(folder, settings(users, isc), users, isc, Optional.empty());
    }

    /** One that speaks TLS, too. */
    static Kamailio planTls(Path folder, CorePki.Identity identity) throws IOException {
        HostPort users = local(Ports.free());
        HostPort isc = local(Ports.free());
        HostPort tls = local(Ports.free());
        Map<String, String> settings = settings(users, isc);
        settings.put("CORE_TLS", "tls:" + tls);
        settings.put("TLS_CERTIFICATE", identity.certificates().toString());
        settings.put("TLS_KEY", identity.key().toString());
        settings.put("TLS_TRUST", identity.trust().toString());
        return new Kamailio(folder, settings, users, isc, Optional.of(tls));
    }

    private static Map<String, String> settings(HostPort users, HostPort isc) {
        Map<String, String> settings = new HashMap<>();
        settings.put("CORE_UDP", "udp:" + users);
        settings.put("CORE_TCP", "tcp:" + users);
        settings.put("ISC_UDP", "udp:" + isc);
        settings.put("ISC_TCP", "tcp:" + isc);
        settings.put("ISC_PORT", String.valueOf(isc.port()));
        settings.put("CORE_HOST", isc.toString());
        settings.put("USERS", "text://" + files().resolve("users"));
        return settings;
    }

    private static HostPort local(int port) {
        return new HostPort("127.0.0.1", port);
    }

    /** Where users send, UDP and TCP. */
    HostPort users() {
        return users;
    }

    /** Where the application server sends, UDP and TCP. */
    HostPort isc() {
        return isc;
    }

    /** Where TLS listens. */
    HostPort tls() {
        return tls.orElseThrow();
    }

    /** Starts it and waits until it listens. */
    void start(String applicationServer) {
        settings.put("AS_URI", applicationServer);
        start();
    }

    /** Starts it as it was started before. */
    void start() {
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            "kamailio",
                            "-DD",
                            "-E",
                            "-m",
                            "32",
                            "-M",
                            "4",
                            "-f",
                            files().resolve("kamailio.cfg").toString(),
                            "-w",
                            folder.toString(),
                            "-Y",
                            folder.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
            builder.environment().putAll(settings);
            Process started = builder.start();
            process = started;
            await().atMost(START_LIMIT).until(() -> !started.isAlive() || listens());
            if (!started.isAlive()) {
                throw new AssertionError("kamailio did not start: " + output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private File log() {
        return folder.resolve("kamailio.log").toFile();
    }

    /** What it logged. */
    String output() {
        try {
            return Files.readString(log().toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        for (HostPort address : List.of(users, isc)) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.host(), address.port()), 1_000);
            } catch (IOException notYet) {
                return false;
            }
        }
        return true;
    }

    /** Ends all its processes at once, as a crash would; registrations are lost. */
    void kill() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> children = running.descendants().toList();
            running.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            children.forEach(
                    child -> child.onExit().orTimeout(10, TimeUnit.SECONDS).join());
            running.onExit().join();
            process = null;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
