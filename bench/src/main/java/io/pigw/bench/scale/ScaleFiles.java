package io.pigw.bench.scale;

import io.pigw.bench.enroll.EnrollmentServer;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.IdentityFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** What the nodes read: keys and certificates, enrolled once for all points, and configuration files that say no more than places. Blocks. */
final class ScaleFiles {

    private final Path keys;
    private final String locate;

    /** @param keys the folder with a folder of keys for each node */
    ScaleFiles(Path keys, String locate) {
        this.keys = keys;
        this.locate = locate;
    }

    /** Gets each its certificate over EST by a token. */
    void enroll(EnrollmentServer server, List<FixedNode> nodes, Environment environment, IntConsumer done)
            throws IOException, InterruptedException, GeneralSecurityException {
        URI est = URI.create("https://" + server.address() + "/.well-known/est");
        List<String> tokens = server.tokens(nodes);
        try (EstClient client =
                EstClient.trusting(est, Set.of(server.root()), environment.verifiers(), environment.random())) {
            for (int i = 0; i < nodes.size(); i++) {
                files(nodes.get(i).id()).save(client.enroll(tokens.get(i)));
                done.accept(i + 1);
            }
        }
    }

    private IdentityFiles files(NodeId id) throws IOException {
        return IdentityFiles.in(Files.createDirectories(keys.resolve(id.toString())));
    }

    Path sos(Path directory, NodeId id) throws IOException {
        return written(directory, id, common(id, directory.resolve("sos-db")) + "listen: 127.0.0.1:0\n");
    }

    Path csp(Path directory, NodeId id, Map<NodeId, HostPort> csps) throws IOException {
        return written(
                directory,
                id,
                common(id, directory.resolve("csp-db-" + id)) + """
                listen: "%s"
                locate: %s
                csps: %s
                """.formatted(csps.get(id), locate, contacts(csps)));
    }

    Path gateway(Path directory, NodeId id, Map<NodeId, HostPort> csps) throws IOException {
        return written(
                directory, id, common(id, directory.resolve("gateway-db-" + id)) + """
                csps: %s
                sip: {listen: "127.0.0.1:0", core: "127.0.0.1:9", domain: ims.example.net, trusted: [127.0.0.1]}
                """.formatted(contacts(csps)));
    }

    Path peer(Path directory, NodeId id, Map<NodeId, HostPort> csps, NodeId sos, HostPort sosAddress)
            throws IOException {
        return written(
                directory,
                id,
                common(id, directory.resolve("peers-db")) + """
                listen: 127.0.0.1:0
                csps: %s
                sos: %s
                """.formatted(contacts(csps), contact(sos, sosAddress)));
    }

    private String common(NodeId id, Path database) throws IOException {
        IdentityFiles files = files(id);
        return """
                identity: {key: %s, certificates: %s, trust: %s}
                overlay: {name: %s, ringBits: %d}
                store: {directory: %s}
                """.formatted(files.key(), files.chain(), files.trust(), ScaleRing.OVERLAY, ScaleRing.BITS, database);
    }

    private static Path written(Path directory, NodeId id, String text) throws IOException {
        return Files.writeString(directory.resolve("node-" + id + ".yaml"), text);
    }

    private static String contacts(Map<NodeId, HostPort> csps) {
        return csps.entrySet().stream()
                .map(csp -> contact(csp.getKey(), csp.getValue()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String contact(NodeId id, HostPort address) {
        return "{id: \"%s\", address: \"%s\"}".formatted(id, address);
    }
}
