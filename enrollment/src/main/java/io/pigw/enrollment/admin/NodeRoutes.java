package io.pigw.enrollment.admin;

import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.enrollment.store.CertificateRecord;
import io.pigw.enrollment.store.Filter;
import io.pigw.enrollment.store.NodeRecord;
import io.pigw.enrollment.store.RegistryStore;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /nodes}, {@code /nodes/{id}}, {@code /certificates}, {@code /certificates/{serial}}. */
final class NodeRoutes {

    /** Certificates of one node that are shown along. */
    private static final int MAX_HISTORY = 100;

    private static final int PEM_LINE = 64;
    private static final String[] FILTERS = {"account", "user", "node", "role", "state"};

    private final RegistryStore registry;
    private final UserNames names;
    private final InstantSource clock;

    NodeRoutes(RegistryStore registry, UserNames names, InstantSource clock) {
        this.registry = registry;
        this.names = names;
        this.clock = clock;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "/nodes", this::nodes),
                new AdminRoute("GET", "/nodes/{id}", this::node),
                new AdminRoute("GET", "/certificates", this::certificates),
                new AdminRoute("GET", "/certificates/{serial}", this::certificate));
    }

    private AdminResponse nodes(AdminRequest request) throws AdminException, InterruptedException {
        Requests.Page page = Requests.Page.of(request, FILTERS);
        Instant now = clock.instant();
        List<NodeRecord> found =
                StoreAnswers.await(registry.nodes(filter(request), page.offset(), page.fetched(), now));
        return page.answer("nodes", found, node -> Described.node(node, now));
    }

    private AdminResponse node(AdminRequest request) throws AdminException, InterruptedException {
        NodeId id = NodeId.parse(request.variable("id"));
        Instant now = clock.instant();
        Optional<NodeRecord> found = StoreAnswers.await(registry.node(id, now));
        NodeRecord node = found.orElseThrow(() -> Requests.notFound("node " + id));
        List<CertificateRecord> history =
                StoreAnswers.await(registry.certificates(Filter.ofNode(id), 0, MAX_HISTORY, now));
        Map<String, Object> body = Described.node(node, now);
        body.put(
                "certificates",
                history.stream()
                        .map(certificate -> Described.certificate(certificate, now))
                        .toList());
        return AdminResponse.json(body);
    }

    private AdminResponse certificates(AdminRequest request) throws AdminException, InterruptedException {
        Requests.Page page = Requests.Page.of(request, FILTERS);
        Instant now = clock.instant();
        List<CertificateRecord> found =
                StoreAnswers.await(registry.certificates(filter(request), page.offset(), page.fetched(), now));
        return page.answer("certificates", found, certificate -> Described.certificate(certificate, now));
    }

    private AdminResponse certificate(AdminRequest request) throws AdminException, InterruptedException {
        BigInteger serial = Selector.Serial.parse(request.variable("serial")).serial();
        Instant now = clock.instant();
        Optional<CertificateRecord> found = StoreAnswers.await(registry.certificate(serial, now));
        CertificateRecord certificate =
                found.orElseThrow(() -> Requests.notFound("certificate " + Described.serial(serial)));
        Map<String, Object> body = new LinkedHashMap<>(Described.certificate(certificate, now));
        body.put("pem", pem(certificate.der().toArray()));
        return AdminResponse.json(body);
    }

    /** {@code ?account=&user=&node=&role=&state=}. */
    private Filter filter(AdminRequest request) throws AdminException {
        Optional<String> user = request.parameter("user");
        Optional<String> node = request.parameter("node");
        Optional<String> role = request.parameter("role");
        Optional<String> state = request.parameter("state");
        Party.User name = user.isPresent() ? Names.user(names, user.get()) : null;
        return new Filter(
                request.parameter("account").orElse(null),
                name,
                node.isPresent() ? NodeId.parse(node.get()) : null,
                role.isPresent() ? Requests.constant(Role.class, "role", role.get()) : null,
                state.isPresent() ? Requests.constant(Filter.State.class, "state", state.get()) : null);
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }
}
