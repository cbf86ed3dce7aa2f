package io.pigw.cli.deployment;

import io.pigw.cli.UserError;
import io.pigw.enrollment.Enrollment;
import io.pigw.enrollment.TokenRefusedException;
import io.pigw.enrollment.TokenRequest;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.RenewalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Gets every node its certificate over EST by a one-time token, or finds the one it got before. Blocks; any thread. */
final class Enroller implements AutoCloseable {

    private final Enrollment enrollment;
    private final EstClient est;
    private final RenewalConfig renewal;
    private final Path data;

    Enroller(Enrollment enrollment, Environment environment, Path data) throws GeneralSecurityException, IOException {
        this.enrollment = enrollment;
        this.est = EstClient.trusting(
                enrollment.est(), Set.of(enrollment.root()), environment.verifiers(), environment.random());
        this.renewal = new RenewalConfig(enrollment.est().toString());
        this.data = data;
    }

    /** A node's identity and where its files are. */
    record Enrolled(NodeIdentity identity, IdentityConfig files) {
        NodeId id() {
            return identity.certificate().id();
        }
    }

    /** The task of enrolling a node into {@code DATA/<service>/keys/<name>}. */
    Callable<Enrolled> node(String service, String name, Role role, @Nullable NodeId fixedId, List<String> users) {
        return () -> {
            IdentityFiles files =
                    IdentityFiles.in(data.resolve(service).resolve("keys").resolve(name));
            NodeIdentity identity;
            if (files.exist()) {
                identity = files.load();
            } else {
                String account = users.isEmpty() ? service + "-" + name : users.getFirst();
                identity = est.enroll(token(new TokenRequest(account, role, users, fixedId, null)));
                files.save(identity);
            }
            return new Enrolled(identity, new IdentityConfig(files.key(), files.chain(), files.trust(), renewal, null));
        };
    }

    /** Enrolls an operator into {@code DATA/operator/keys/operator}, or finds the one there; gives the folder. */
    Path operator() throws IOException, InterruptedException {
        Enrolled operator;
        try {
            operator =
                    node("operator", "operator", Role.OPERATOR, null, List.of()).call();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            throw failed;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
        Path parent = operator.files().certificates().getParent();
        return parent == null ? Path.of(".") : parent;
    }

    private String token(TokenRequest request) throws InterruptedException {
        try {
            return enrollment.issueToken(request);
        } catch (TokenRefusedException refused) {
            throw new UserError(
                    "the enrollment server refuses " + request.account() + ": " + refused.getMessage() + ". The folder "
                            + data + " may stem from an interrupted start: remove it, or name another with --data",
                    refused);
        }
    }

    @Override
    public void close() {
        est.close();
    }
}
