package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.revoke.Revocation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.identity.NodeIdentity;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** An opinion server and an operator at a real enrollment server. */
final class ExclusionScene implements AutoCloseable {

    static final String PATH = "/.well-known/pigw/exclusions";

    private final TestEnrollment enrollment;
    private final NodeIdentity sos;
    private final EstClient client;
    private final OperatorClient operator;

    ExclusionScene(TestEnrollment enrollment) throws Exception {
        this.enrollment = enrollment;
        this.client = enrollment.client();
        this.sos = enrollment.enroll("opinions", Role.SOS);
        this.operator = new OperatorClient(enrollment, enrollment.enroll("olivia", Role.OPERATOR));
    }

    EstClient client() {
        return client;
    }

    OperatorClient operator() {
        return operator;
    }

    NodeIdentity sos() {
        return sos;
    }

    NodeIdentity peer(String user) throws Exception {
        return client.enroll(enrollment.server().issueToken(TokenRequest.peer(user)));
    }

    /** One of that role and of an account of its own. */
    NodeIdentity node(Role role) throws Exception {
        String name = "n" + System.nanoTime();
        return switch (role) {
            case PEER, CLIENT ->
                client.enroll(enrollment.server().issueToken(new TokenRequest(name, role, List.of(name), null, null)));
            case CSP, GATEWAY, SOS, ENROLLMENT, OPERATOR -> enrollment.enroll(name, role);
        };
    }

    EstClient.Told propose(NodeIdentity proposer, NodeId node) throws Exception {
        return client.tell(proposer, PATH, json(node));
    }

    EstException refused(NodeIdentity proposer, NodeId node) {
        return catchThrowableOfType(EstException.class, () -> propose(proposer, node));
    }

    static String json(NodeId node) {
        return "{\"node\":\"" + node + "\",\"grounds\":\"contradiction\",\"evidence\":{\"good\":1.5,\"bad\":12.0,"
                + "\"counterparties\":4,\"destinations\":6},\"detail\":\"says what others deny\"}";
    }

    int post(SSLContext tls, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(enrollment.server().est().resolve(PATH))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    void revoke(NodeIdentity node, RevocationReason reason) throws InterruptedException {
        enrollment
                .server()
                .revocations()
                .revoke(new RevocationRequest(
                        new Selector.Node(node.certificate().id()), reason, null, AuditActor.console("ops")));
    }

    Revocation revocation(NodeIdentity node) throws InterruptedException {
        return enrollment.server().revocations().find(serial(node)).orElseThrow();
    }

    boolean isRevoked(NodeIdentity node) {
        return enrollment.server().revocations().isRevoked(serial(node));
    }

    /** What the operator's port shows of proposals about the node. */
    List<JsonNode> audited(NodeIdentity node) throws Exception {
        OperatorClient.Reply reply = operator.get(
                "/audit?action=excluded&subject=" + node.certificate().id());
        List<JsonNode> entries = new ArrayList<>();
        reply.body().path("entries").forEach(entries::add);
        return entries;
    }

    private static BigInteger serial(NodeIdentity node) {
        return node.chain().getFirst().getSerialNumber();
    }

    @Override
    public void close() {
        client.close();
        operator.close();
    }
}
