package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxKeyTest {

    private static final Party PEER = new Party.Node(NodeId.of(586));
    private static final Bytes HELLO = Bytes.utf8("Hello");

    @Test
    void whatDiffersInAnyFieldDiffers() {
        List<OutboxKey> keys = List.of(
                sip("sip:a@x", "t", "c", 1),
                sip("sip:b@x", "t", "c", 1),
                sip("sip:a@x", "u", "c", 1),
                sip("sip:a@x", "t", "d", 1),
                sip("sip:a@x", "t", "c", 2),
                sip("sip:a@x", "tc", "", 1),
                sip("sip:a@x", "", "tc", 1),
                OutboxKey.ofSip("sip:a@x", "t", "c", 1, new Party.Node(NodeId.of(587)), "text/plain", HELLO),
                OutboxKey.ofSip("sip:a@x", "t", "c", 1, PEER, "text/html", HELLO),
                OutboxKey.ofSip("sip:a@x", "t", "c", 1, PEER, null, HELLO),
                OutboxKey.ofSip("sip:a@x", "t", "c", 1, PEER, "text/plain", Bytes.utf8("Hello?")),
                OutboxKey.ofP2psip(NodeId.of(586), new CallId("c")),
                OutboxKey.ofP2psip(NodeId.of(58), new CallId("6c")),
                OutboxKey.ofP2psip(NodeId.of(586), new CallId("c")).ofNotice());

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void theSameIsTheSame() {
        assertThat(sip("sip:a@x", "t", "c", 1)).isEqualTo(sip("sip:a@x", "t", "c", 1));
    }

    private static OutboxKey sip(String sender, String fromTag, String callId, long cseq) {
        return OutboxKey.ofSip(sender, fromTag, callId, cseq, PEER, "text/plain", HELLO);
    }
}
