package io.pigw.cli.deployment;

import io.pigw.cli.Json;
import io.pigw.csp.PingRoutes;
import io.pigw.p2psip.HostPort;
import io.pigw.peer.Peer;
import io.pigw.peer.PeerRoutes;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.admin.AdminServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The admin port of a whole deployment, and the file that tells the commands where it is. */
public final class Reception implements AutoCloseable {

    private final Deployment deployment;
    private final AdminServer server;
    private final Path file;

    private Reception(Deployment deployment, AdminServer server, Path file) {
        this.deployment = deployment;
        this.server = server;
        this.file = file;
    }

    /** Opens it at the configured address. Blocks. */
    public static Reception open(Deployment deployment) throws IOException {
        List<AdminRoute> routes = new ArrayList<>(PeerRoutes.of(deployment::peer));
        routes.addAll(deployment.gateway().adminRoutes());
        routes.addAll(deployment.sos().adminRoutes());
        routes.addAll(PingRoutes.of(deployment::csps));
        AdminServer server =
                AdminServer.start(deployment.options().admin(), deployment.environment(), Optional::empty, routes);
        Path file = deployment.options().data().resolve("admin.json");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("url", "http://" + server.address());
        found.put("operators", deployment.operators().toString());
        found.put("identity", deployment.operatorIdentity().toAbsolutePath().toString());
        Files.writeString(file, Json.line(found) + "\n");
        return new Reception(deployment, server, file);
    }

    /** Where it listens. */
    public HostPort address() {
        return server.address();
    }

    /** The one line that {@code standalone} prints when it is ready. */
    public Map<String, Object> describe() {
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("event", "ready");
        ready.put("sip", deployment.sip().toString());
        ready.put("admin", "http://" + server.address());
        ready.put("gateway", Map.of("id", deployment.gateway().id().toBigInteger()));
        ready.put(
                "csps",
                deployment.csps().stream()
                        .map(csp -> Map.of(
                                "id", csp.id().toBigInteger(),
                                "address", csp.contact().address().toString()))
                        .toList());
        ready.put("peers", deployment.peers().stream().map(Reception::describe).toList());
        ready.put(
                "enrollment",
                Map.of(
                        "est", deployment.enrollment().est().toString(),
                        "operators", deployment.operators().toString(),
                        "identity",
                                deployment.operatorIdentity().toAbsolutePath().toString(),
                        "trust",
                                deployment
                                        .enrollment()
                                        .trustFile()
                                        .toAbsolutePath()
                                        .toString()));
        ready.put("sos", Map.of("id", deployment.sos().contact().id().toBigInteger()));
        return ready;
    }

    private static Map<String, Object> describe(Peer peer) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", peer.id().toBigInteger());
        described.put("user", peer.certificate().users().getFirst().toString());
        described.put("address", peer.contact().address().toString());
        return described;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        server.close();
    }
}
