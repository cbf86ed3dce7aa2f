package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxKeyTest {

    @Test
    void whatDiffersInAnyFieldDiffers() {
        List<OutboxKey> keys = List.of(
                OutboxKey.ofSip("sip:a@x", "t", "c", 1),
                OutboxKey.ofSip("sip:b@x", "t", "c", 1),
                OutboxKey.ofSip("sip:a@x", "u", "c", 1),
                OutboxKey.ofSip("sip:a@x", "t", "d", 1),
                OutboxKey.ofSip("sip:a@x", "t", "c", 2),
                OutboxKey.ofSip("sip:a@x", "tc", "", 1),
                OutboxKey.ofSip("sip:a@x", "", "tc", 1),
                OutboxKey.ofP2psip(NodeId.of(586), new CallId("c")),
                OutboxKey.ofP2psip(NodeId.of(58), new CallId("6c")),
                OutboxKey.ofP2psip(NodeId.of(586), new CallId("c")).ofNotice());

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void theSameIsTheSame() {
        assertThat(OutboxKey.ofSip("sip:a@x", "t", "c", 1)).isEqualTo(OutboxKey.ofSip("sip:a@x", "t", "c", 1));
    }
}
