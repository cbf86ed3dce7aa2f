package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.TokenKeys;
import io.pigw.runtime.testing.SoftHsm;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links between nodes whose keys are in PKCS#11 tokens. */
class TokenEndpointTest {

    private final TestNodes nodes = new TestNodes();

    @AfterEach
    void close() throws Exception {
        nodes.close();
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsSignWithTheirTokens(TlsProvider tls) throws Exception {
        EndpointOptions options = EndpointOptions.DEFAULTS.withTls(tls);
        P2psipEndpoint left = nodes.open(inToken(Role.CSP, 512, "left"), TestNodes.ANYBODY, options);
        P2psipEndpoint right = nodes.open(inToken(Role.PEER, 586, "right"), TestNodes.ANYBODY, options);
        NodeContact at = nodes.serve(left);

        assertThat(nodes.ask(right, at)).isInstanceOf(Outcome.Answered.class);

        Bytes content = Bytes.utf8("a message");
        Bytes signature = right.signer().sign(content);
        assertThat(left.verifier().verify(right.certificate(), content, signature))
                .isTrue();
    }

    private NodeIdentity inToken(Role role, long id, String token) throws Exception {
        KeyPair pair = new TokenKeys(SoftHsm.token(token, "node")).generate(nodes.environment.random());
        var certificate = nodes.pki.certificate(role, NodeId.of(id)).issue(pair.getPublic());
        return NodeIdentity.of(pair.getPrivate(), List.of(certificate, nodes.pki.issuing()), nodes.pki.trustAnchors());
    }
}
