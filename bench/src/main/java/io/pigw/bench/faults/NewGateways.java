package io.pigw.bench.faults;

import io.pigw.bench.BenchException;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Gateways that start for the first time, beside the one that works, one at a time. Blocks. */
final class NewGateways {

    private static final Duration TO_BEGIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final OverlayFiles files;
    private final FaultsOptions options;
    private final NodeId id;
    private final Map<NodeId, HostPort> csps;
    private final FixedPorts ports;
    private final HostPort core;
    private final Path directory;

    /**
     * All with the same name.
     *
     * @param id that none of the others has
     */
    NewGateways(
            OverlayFiles files,
            FaultsOptions options,
            NodeId id,
            Map<NodeId, HostPort> csps,
            FixedPorts ports,
            HostPort core,
            Path directory) {
        this.files = files;
        this.options = options;
        this.id = id;
        this.csps = csps;
        this.ports = ports;
        this.core = core;
        this.directory = directory;
    }

    /** Starts one without a database, kills it so long after it began to make one, and starts it once more: it must get ready. */
    void killWhileCreating(Duration after) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(directory, "new");
        Path config = files.gateway(place, id, csps, ports.next(), core);
        try (FaultedProcess gateway =
                new FaultedProcess(FaultedService.GATEWAY, "gateway-new", List.of(config), options.heap(), place)) {
            gateway.start();
            awaitDatabase(gateway, place);
            gateway.rest(after);
            gateway.kill();
            gateway.start();
            gateway.awaitReady();
            gateway.pending();
            gateway.kill();
        }
    }

    private static void awaitDatabase(FaultedProcess gateway, Path place) throws IOException, InterruptedException {
        long end = System.nanoTime() + TO_BEGIN.toNanos();
        while (!hasDatabase(place)) {
            if (System.nanoTime() - end > 0) {
                throw new BenchException("a new gateway did not begin to make a database within 30 s");
            }
            gateway.rest(LOOK_EVERY);
        }
    }

    /** The database's folder, or the one beside it that it is made in. */
    private static boolean hasDatabase(Path place) throws IOException {
        try (var entries = Files.newDirectoryStream(place, "gateway-db-*")) {
            return entries.iterator().hasNext();
        }
    }
}
