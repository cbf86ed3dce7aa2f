package io.pigw.bench.sip;

import io.pigw.bench.MissingToolException;
import io.pigw.bench.load.Transport;
import io.pigw.bench.process.ChildProcess;
import io.pigw.p2psip.HostPort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Kamailio, as small as it can be configured. */
final class Kamailio {

    private static final String PROGRAM = "kamailio";
    private static final List<String> ADMINISTRATORS_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");
    private static final String SHARED_MEGABYTES = "1024";
    private static final String PRIVATE_MEGABYTES = "32";

    /** Runs it as a child that ends when standard input does, however this process ends. */
    private static final String WATCHED =
            "exec 3<&0; \"$@\" </dev/null & child=$!; { cat <&3 >/dev/null; kill $child; } & wait $child";

    private Kamailio() {}

    /** The program, on the path or where administrators' programs are. */
    static Path find() throws MissingToolException {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        List<String> folders = new ArrayList<>(List.of(path.split(File.pathSeparator)));
        folders.addAll(ADMINISTRATORS_FOLDERS);
        return find(folders);
    }

    static Path find(List<String> folders) throws MissingToolException {
        return folders.stream()
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new MissingToolException("Kamailio", "apt-get install kamailio"));
    }

    /**
     * Starts it. It listens some time after.
     *
     * @param sink where MESSAGEs are relayed to; else they are answered 200
     */
    static ChildProcess start(
            String name, Path program, Transport transport, HostPort listen, Optional<HostPort> sink, Path directory)
            throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        Path config = Files.writeString(
                folder.resolve("kamailio.cfg"),
                configuration(transport, listen, sink, Runtime.getRuntime().availableProcessors()));
        List<String> command = List.of(
                "/bin/sh",
                "-c",
                WATCHED,
                PROGRAM,
                program.toString(),
                "-DD",
                "-E",
                "-f",
                config.toString(),
                "-w",
                folder.toString(),
                "-Y",
                folder.toString(),
                "-P",
                folder.resolve("pid").toString(),
                "-m",
                SHARED_MEGABYTES,
                "-M",
                PRIVATE_MEGABYTES);
        return ChildProcess.start(name, command, Map.of(), directory);
    }

    /** A worker for each processor; transactions in memory; no lookups, no aliases, no logging. */
    static String configuration(Transport transport, HostPort listen, Optional<HostPort> sink, int workers) {
        String name = transport.name().toLowerCase(Locale.ROOT);
        String action = sink.map(to -> """
                        $du = "sip:%s;transport=%s";
                        if (!t_relay()) { sl_reply_error(); }
                    """.formatted(to, name)).orElse("""
                        sl_send_reply("200", "OK");
                    """);
        return """
                #!KAMAILIO
                debug=-1
                log_stderror=yes
                fork=yes
                children=%d
                tcp_children=%d
                %s
                auto_aliases=no
                dns=no
                rev_dns=no
                listen=%s:%s
                loadmodule "sl.so"
                loadmodule "tm.so"
                loadmodule "pv.so"
                request_route {
                %s}
                """.formatted(
                        workers, workers, transport == Transport.UDP ? "disable_tcp=yes" : "", name, listen, action);
    }
}
