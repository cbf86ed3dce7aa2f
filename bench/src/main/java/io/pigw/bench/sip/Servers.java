package io.pigw.bench.sip;

import io.pigw.bench.BenchException;
import io.pigw.bench.MissingToolException;
import io.pigw.bench.load.SipSink;
import io.pigw.bench.process.ChildProcess;
import io.pigw.bench.process.JavaCommand;
import io.pigw.bench.server.ServerKind;
import io.pigw.bench.server.ServerMain;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts what is measured and what that needs; closing ends it all and deletes the folder, and so does the process's end. Blocks. */
final class Servers implements AutoCloseable {

    private static final Duration TO_START = Duration.ofSeconds(60);

    private final SipBenchOptions options;
    private final Path directory;
    private final Loops sinkLoops;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::end, "end-servers");
    private boolean ended;

    /** @param sinkLoops where a sink answers what is relayed to it */
    Servers(SipBenchOptions options, Path directory, Loops sinkLoops) {
        this.options = options;
        this.directory = directory;
        this.sinkLoops = sinkLoops;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts one. */
    RunningServer start(SipServer what) throws IOException, InterruptedException, MissingToolException {
        return switch (what) {
            case PIGW_ANSWER -> ours(what, ServerKind.ANSWER, List.of());
            case PIGW_ACCEPT ->
                ours(
                        what,
                        ServerKind.ACCEPT,
                        List.of(directory.resolve("accept-db").toString()));
            case PIGW_GATEWAY -> gateway(what);
            case KAMAILIO_REPLY -> kamailio(what, Optional.empty());
            case KAMAILIO_RELAY -> {
                Path present = Kamailio.find();
                SipSink sink = keep(SipSink.open(sinkLoops, options.transport()));
                yield kamailio(what, present, Optional.of(sink.address()));
            }
        };
    }

    private RunningServer gateway(SipServer what) throws IOException, InterruptedException {
        GatewayFiles files = new GatewayFiles(directory);
        IdentityFiles csp = files.identity(Role.CSP, GatewayFiles.CSP);
        ChildProcess played = java(
                "played-csp",
                ServerKind.CSP,
                List.of(
                        csp.key().toString(),
                        csp.chain().toString(),
                        csp.trust().toString()));
        HostPort address = HostPort.parse(played.await(ServerMain.READY, TO_START));
        return ours(
                what, ServerKind.GATEWAY, List.of(files.configuration(address).toString()));
    }

    private RunningServer ours(SipServer what, ServerKind kind, List<String> arguments)
            throws IOException, InterruptedException {
        ChildProcess process = java(what.label(), kind, arguments);
        HostPort address = HostPort.parse(process.await(ServerMain.READY, TO_START));
        return new RunningServer(what, address, process, true);
    }

    private ChildProcess java(String name, ServerKind kind, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(kind.name()));
        all.addAll(arguments);
        return keep(ChildProcess.start(
                name, JavaCommand.of(ServerMain.class, options.heap(), all), JavaCommand.quiet(), directory));
    }

    private RunningServer kamailio(SipServer what, Optional<HostPort> sink) throws IOException, MissingToolException {
        return kamailio(what, Kamailio.find(), sink);
    }

    private RunningServer kamailio(SipServer what, Path program, Optional<HostPort> sink) throws IOException {
        HostPort listen = new HostPort("127.0.0.1", freePort());
        ChildProcess process =
                keep(Kamailio.start(what.label(), program, options.transport(), listen, sink, directory));
        return new RunningServer(what, listen, process, false);
    }

    /** One that was free just now: Kamailio cannot be told to take any. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private synchronized <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        if (ended) {
            end();
            throw new BenchException("interrupted");
        }
        return resource;
    }

    private synchronized void end() {
        ended = true;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failed) {
                System.err.println("pigw bench: something did not end: " + failed);
            }
        }
        delete(directory);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            System.err.println("pigw bench: " + directory + " could not be deleted: " + left);
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // the hook finds nothing left to do
        }
    }
}
