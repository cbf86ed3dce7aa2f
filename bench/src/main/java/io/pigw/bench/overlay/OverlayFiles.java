package io.pigw.bench.overlay;

import io.pigw.bench.enroll.EnrollmentServer;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
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
import javax.net.ssl.SSLHandshakeException;

/** What the nodes read: keys and certificates, enrolled once, and configuration files that say no more than places. Blocks. */
public final class OverlayFiles {

    /** The name of the overlay. */
    public static final String OVERLAY = "p2p.example.net";

    /** The domain of the IMS users. */
    public static final String IMS_DOMAIN = "ims.example.net";

    private static final int HANDSHAKES = 5;
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    /** Nobody listens there. */
    private static final HostPort NO_CORE = new HostPort("127.0.0.1", 9);

    private final Path keys;
    private final int ringBits;
    private final String locate;

    /**
     * For nodes of one overlay.
     *
     * @param keys the folder with a folder of keys for each node
     * @param locate how CSPs find peers: {@code ping}, {@code cache} or {@code flow}
     */
    public OverlayFiles(Path keys, int ringBits, String locate) {
        this.keys = keys;
        this.ringBits = ringBits;
        this.locate = locate;
    }

    /** The enrollment server's section for the overlay of these nodes, whose IDs were chosen for them: one line of YAML. */
    public static String section(int ringBits, List<FixedNode> nodes) {
        return "{name: %s, ringBits: %d, reservedIds: [%s]}"
                .formatted(
                        OVERLAY,
                        ringBits,
                        nodes.stream()
                                .map(node -> '"' + node.id().toString() + '"')
                                .collect(Collectors.joining(", ")));
    }

    /** Gets each its certificate over EST by a token. */
    public void enroll(EnrollmentServer server, List<FixedNode> nodes, Environment environment, IntConsumer done)
            throws IOException, InterruptedException, GeneralSecurityException {
        URI est = URI.create("https://" + server.address() + "/.well-known/est");
        List<String> tokens = server.tokens(nodes);
        try (EstClient client =
                EstClient.trusting(est, Set.of(server.root()), environment.verifiers(), environment.random())) {
            for (int i = 0; i < nodes.size(); i++) {
                files(nodes.get(i).id()).save(enrolled(client, tokens.get(i)));
                done.accept(i + 1);
            }
        }
    }

    /** A handshake takes longer than the server waits where many processes start at once: nothing has been asked then. */
    private static NodeIdentity enrolled(EstClient client, String token) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return client.enroll(token);
            } catch (SSLHandshakeException late) {
                if (attempt == HANDSHAKES) {
                    throw late;
                }
            }
        }
    }

    private IdentityFiles files(NodeId id) throws IOException {
        return IdentityFiles.in(Files.createDirectories(keys.resolve(id.toString())));
    }

    /** The key and certificates of a node that has enrolled. */
    public NodeIdentity identity(NodeId id) throws IOException {
        return files(id).load();
    }

    /** An opinion server at any port. */
    public Path sos(Path directory, NodeId id) throws IOException {
        return sos(directory, id, ANY_PORT);
    }

    /** An opinion server at that address. */
    public Path sos(Path directory, NodeId id, HostPort listen) throws IOException {
        return written(directory, id, common(id, directory.resolve("sos-db")) + "listen: \"%s\"\n".formatted(listen));
    }

    /** A CSP at its place among all of them, which asks that opinion server. */
    public Path csp(Path directory, NodeId id, Map<NodeId, HostPort> csps, NodeId sos, HostPort sosAddress)
            throws IOException {
        return csp(directory, id, csps, place(id, csps), sos, sosAddress);
    }

    /** The same, which listens elsewhere than it tells the others. */
    public Path csp(
            Path directory, NodeId id, Map<NodeId, HostPort> csps, HostPort listen, NodeId sos, HostPort sosAddress)
            throws IOException {
        return written(directory, id, csp(directory, id, csps, listen) + asking(sos, sosAddress));
    }

    /** A CSP at its place among all of them, without an opinion server. */
    public Path cspAlone(Path directory, NodeId id, Map<NodeId, HostPort> csps) throws IOException {
        return written(directory, id, csp(directory, id, csps, place(id, csps)));
    }

    private static HostPort place(NodeId id, Map<NodeId, HostPort> csps) {
        HostPort place = csps.get(id);
        if (place == null) {
            throw new IllegalArgumentException(id + " is not among the CSPs");
        }
        return place;
    }

    private String csp(Path directory, NodeId id, Map<NodeId, HostPort> csps, HostPort listen) throws IOException {
        return common(id, directory.resolve("csp-db-" + id))
                + """
                listen: "%s"
                advertised: "%s"
                locate: %s
                limits: {recipientsPerHour: 0}
                csps: %s
                """.formatted(listen, place(id, csps), locate, contacts(csps));
    }

    /** A gateway with SIP at any port, and without a core. */
    public Path gateway(Path directory, NodeId id, Map<NodeId, HostPort> csps) throws IOException {
        return gateway(directory, id, csps, ANY_PORT, NO_CORE);
    }

    /** A gateway with SIP at that address. */
    public Path gateway(Path directory, NodeId id, Map<NodeId, HostPort> csps, HostPort sip, HostPort core)
            throws IOException {
        return written(directory, id, common(id, directory.resolve("gateway-db-" + id)) + gateway(csps, sip, core));
    }

    /**
     * A gateway with SIP at that address that shares its outbox.
     *
     * @param store its {@code store}, in one line
     */
    public Path sharingGateway(
            Path directory, NodeId id, Map<NodeId, HostPort> csps, HostPort sip, HostPort core, String store)
            throws IOException {
        return written(
                directory,
                id,
                node(id)
                        + store
                        + gateway(csps, sip, core)
                        + "delivery: {shared: true, secretFile: %s}\n".formatted(directory.resolve("names.secret")));
    }

    private static String gateway(Map<NodeId, HostPort> csps, HostPort sip, HostPort core) {
        return """
                csps: %s
                sip: {listen: "%s", core: "%s", domain: %s, trusted: [127.0.0.1], recipientsPerHour: 0}
                """.formatted(contacts(csps), sip, core, IMS_DOMAIN);
    }

    /** A peer at any port, which asks that opinion server. */
    public Path peer(Path directory, NodeId id, Map<NodeId, HostPort> csps, NodeId sos, HostPort sosAddress)
            throws IOException {
        return written(directory, id, peer(directory, id, csps) + asking(sos, sosAddress));
    }

    /** A peer at any port, without an opinion server. */
    public Path peerAlone(Path directory, NodeId id, Map<NodeId, HostPort> csps) throws IOException {
        return written(directory, id, peer(directory, id, csps));
    }

    private String peer(Path directory, NodeId id, Map<NodeId, HostPort> csps) throws IOException {
        return common(id, directory.resolve("peers-db")) + """
                listen: 127.0.0.1:0
                csps: %s
                """.formatted(contacts(csps));
    }

    private String common(NodeId id, Path database) throws IOException {
        return node(id) + "store: {directory: %s}\n".formatted(database);
    }

    private String node(NodeId id) throws IOException {
        IdentityFiles files = files(id);
        return """
                identity: {key: %s, certificates: %s, trust: %s}
                overlay: {name: %s, ringBits: %d}
                """.formatted(files.key(), files.chain(), files.trust(), OVERLAY, ringBits);
    }

    private static Path written(Path directory, NodeId id, String text) throws IOException {
        return Files.writeString(directory.resolve("node-" + id + ".yaml"), text);
    }

    private static String asking(NodeId sos, HostPort address) {
        return "sos: [" + contact(sos, address) + "]\n";
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
