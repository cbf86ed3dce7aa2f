package io.pigw.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.trace.WireTap;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of the bytes that come to a gateway are confirmations. */
class ConfirmationsTest {

    private final NodeCertificate gateway = certificate(260, Role.GATEWAY);
    private final NodeCertificate csp = certificate(512, Role.CSP);
    private final Confirmations confirmations = new Confirmations(gateway.id(), WireTap.NONE);

    @Test
    void anAnswerThatComesBehindThatToASignOfLifeCounts() throws Exception {
        confirmations.received(gateway, csp, bytes(answer(Status.OK, null), answer(Status.OK, new CallId("m1"))));

        assertThat(confirmations.awaitPeer(0)).isNotNull();
        assertThat(confirmations.awaitPeer(0)).isNull();
    }

    @Test
    void eachOfTwoThatComeAtOnceCounts() throws Exception {
        confirmations.received(
                gateway, csp, bytes(answer(Status.OK, new CallId("m1")), answer(Status.OK, new CallId("m2"))));

        assertThat(confirmations.awaitPeer(0)).isNotNull();
        assertThat(confirmations.awaitPeer(0)).isNotNull();
    }

    @Test
    void neitherSignsOfLifeNorRefusalsNorWhatOthersGetCounts() throws Exception {
        confirmations.received(gateway, csp, bytes(answer(Status.OK, null)));
        confirmations.received(gateway, csp, bytes(answer(Status.NOT_FOUND, new CallId("m1"))));
        confirmations.received(csp, gateway, bytes(answer(Status.OK, new CallId("m1"))));

        assertThat(confirmations.awaitPeer(0)).isNull();
    }

    private static Response answer(Status status, @Nullable CallId callId) {
        return new Response(status, new Transaction(11), callId, null, null, null, null, 0, List.of());
    }

    private static Bytes bytes(Response... answers) {
        ByteBuf all = Unpooled.buffer();
        for (Response answer : answers) {
            P2psipEncoder.encode(answer, all);
        }
        return Bytes.copyOf(ByteBufUtil.getBytes(all));
    }

    private static NodeCertificate certificate(long id, Role role) {
        Bytes none = Bytes.utf8("");
        return new NodeCertificate(NodeId.of(id), "p2p.example.net", role, List.of(), none, none, Instant.MAX);
    }
}
