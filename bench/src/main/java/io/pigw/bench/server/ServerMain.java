package io.pigw.bench.server;

import com.sun.management.ThreadMXBean;
import io.pigw.runtime.Environment;
import io.pigw.runtime.ServiceMain;
import io.pigw.runtime.identity.IdentityConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs one server until standard input ends; at SIGTERM it ends as its own main ends it. Says {@code ready HOST:PORT}, and answers each line {@code usage} with a
 * {@link ServerUsage}, {@code footprint} with a {@link ServerFootprint}, {@code scrape FILE} with {@code scraped} once its meters are in the file, {@code arrived} with {@code arrived N}, the messages
 * in its inboxes, and {@code inbox FILE} and {@code send PLAN} with their first word.
 * {@code ready}, {@code send} and the arguments stay as they are from one release to the next: an upgrade under load begins with the
 * one before.
 */
public final class ServerMain {

    /** What is said once it listens; the address follows. */
    public static final String READY = "ready ";

    /** What asks for usage. */
    public static final String USAGE = "usage";

    /** What asks for the meters, and what says that they are there. */
    public static final String SCRAPE = "scrape";

    public static final String SCRAPED = "scraped";

    /** What asks for the messages in inboxes; the same and a number answers. */
    public static final String ARRIVED = "arrived";

    /** What has the inboxes' new lines added to the file that follows, each an {@link InboxLine}, and what says that they are there. */
    public static final String INBOX = "inbox";

    /** What has peers send, as the {@link PeerLoad.Plan} that follows says; and what says that they do. */
    public static final String SEND = "send";

    private static final int LOOP_THREADS = 2;

    private ServerMain() {}

    /** {@code KIND FILE…}: the files depend on the kind. */
    public static void main(String[] arguments) throws IOException {
        try (Environment environment = Environment.create(LOOP_THREADS);
                MeasuredServer server = start(ServerKind.valueOf(arguments[0]), environment, arguments);
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> ServiceMain.end(server.service(), environment)));
            System.out.println(READY + server.address());
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case USAGE -> System.out.println(usage(server).line());
                    case ServerFootprint.WORD ->
                        System.out.println(ServerFootprint.now().line());
                    case SCRAPE -> {
                        Files.writeString(
                                Path.of(words[1]), environment.metrics().scrape());
                        System.out.println(SCRAPED);
                    }
                    case ARRIVED -> System.out.println(ARRIVED + " " + server.arrived());
                    case INBOX -> {
                        server.listInboxes(Path.of(words[1]));
                        System.out.println(INBOX);
                    }
                    case SEND -> {
                        server.send(PeerLoad.Plan.parse(words[1]));
                        System.out.println(SEND);
                    }
                    default -> throw new IllegalArgumentException("not understood: " + line);
                }
            }
            // Nobody needs what is left: whoever measured is done, or gone.
            Runtime.getRuntime().halt(0);
        }
    }

    private static MeasuredServer start(ServerKind kind, Environment environment, String[] arguments)
            throws IOException {
        return switch (kind) {
            case ANSWER -> AnsweringServer.start(environment);
            case ACCEPT -> AcceptingServer.start(environment, Path.of(arguments[1]));
            case GATEWAY -> GatewayServer.start(environment, Path.of(arguments[1]));
            case CSP ->
                PlayedCsp.start(
                        environment,
                        new IdentityConfig(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3])));
            case PROXY -> ServedNode.csp(environment, Path.of(arguments[1]));
            case SOS -> ServedNode.sos(environment, Path.of(arguments[1]));
            case PEERS ->
                PeersServer.start(
                        environment,
                        Arrays.stream(arguments).skip(1).map(Path::of).toList());
        };
    }

    private static ServerUsage usage(MeasuredServer server) {
        long allocated = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                ? threads.getTotalThreadAllocatedBytes()
                : -1;
        long collecting = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return new ServerUsage(allocated, collecting, server.pending());
    }
}
