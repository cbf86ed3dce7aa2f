package io.pigw.bench.sip;

import io.pigw.bench.BenchException;
import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Subject;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a gateway and its CSP read: keys, certificates of an authority of the day, and the gateway's configuration. Blocks. */
final class GatewayFiles {

    static final NodeId GATEWAY = NodeId.of(260);
    static final NodeId CSP = NodeId.of(512);

    private static final String OVERLAY = "p2p.example.net";
    private static final Duration VALIDITY = Duration.ofDays(1);

    private final Path directory;
    private final CertificateAuthority authority;

    GatewayFiles(Path directory) throws IOException {
        this.directory = directory;
        try {
            this.authority = CertificateAuthority.open(
                    AuthoritySettings.automatic(new CaFiles(directory.resolve("ca")), OVERLAY, VALIDITY),
                    Clock.systemUTC(),
                    new SecureRandom());
        } catch (GeneralSecurityException impossible) {
            throw new BenchException("no certificates can be made: " + impossible.getMessage(), impossible);
        }
    }

    /** A node's identity. */
    IdentityFiles identity(Role role, NodeId id) throws IOException {
        IdentityFiles files = IdentityFiles.in(Files.createDirectories(directory.resolve(id.toString())));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            var certificate =
                    authority.issue(authority.prepare(pair.getPublic(), new Subject.Node(id, role, List.of())));
            files.save(NodeIdentity.of(pair.getPrivate(), authority.chain(certificate), Set.of(authority.root())));
            return files;
        } catch (GeneralSecurityException impossible) {
            throw new BenchException("no certificate can be made: " + impossible.getMessage(), impossible);
        }
    }

    /** The gateway's configuration file: defaults but for places, and for users who write to everybody. */
    Path configuration(HostPort csp) throws IOException {
        IdentityFiles files = identity(Role.GATEWAY, GATEWAY);
        return Files.writeString(directory.resolve("gateway.yaml"), """
                identity:
                  key: %s
                  certificates: %s
                  trust: %s
                overlay:
                  name: %s
                  ringBits: 11
                csps:
                  - {id: %s, address: "%s"}
                sip:
                  listen: 127.0.0.1:0
                  core: 127.0.0.1:9
                  domain: ims.example.net
                  trusted: [127.0.0.1]
                  recipientsPerHour: 0
                store:
                  directory: %s
                """.formatted(
                        files.key(), files.chain(), files.trust(), OVERLAY, CSP, csp, directory.resolve("gateway-db")));
    }
}
