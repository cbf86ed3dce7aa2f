package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paper's figures, each completed by its empty line, Figure 11 by its 20 bytes of body. */
class FiguresTest {

    @Test
    void figure5() throws DecodeException {
        P2psipMessage message = Wire.decode(Wire.resource("/figures/figure-05-ping-request.txt"));

        assertThat(message)
                .isEqualTo(new PingRequest(
                        new CallId("9849303"),
                        Transaction.ABSENT,
                        Samples.contact(512),
                        NodeId.of(586),
                        70,
                        null,
                        List.of(),
                        List.of()));
    }

    @Test
    void figure11() throws DecodeException {
        P2psipMessage message = Wire.decode(Wire.resource("/figures/figure-11-message.txt"));

        assertThat(message)
                .isEqualTo(new MessageRequest(
                        Samples.ALICE,
                        70,
                        Samples.PEER,
                        Samples.ALICE,
                        NodeId.of(586),
                        new CallId("517846"),
                        Transaction.ABSENT,
                        null,
                        null,
                        null,
                        null,
                        List.of(Samples.contact(586), Samples.contact(512)),
                        Bytes.utf8("Hello, Alice in IMS!")));
    }

    @Test
    void figure12() throws DecodeException {
        P2psipMessage message = Wire.decode(Wire.resource("/figures/figure-12-response.txt"));

        assertThat(message)
                .isEqualTo(new Response(
                        Status.OK,
                        Transaction.ABSENT,
                        null,
                        Samples.PEER,
                        Samples.ALICE,
                        NodeId.of(586),
                        null,
                        0,
                        List.of(Samples.contact(586), Samples.contact(512))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"figure-05-ping-request", "figure-11-message", "figure-12-response"})
    void mayBeWrittenByUsAndReadBack(String figure) throws DecodeException {
        P2psipMessage message = Wire.decode(Wire.resource("/figures/" + figure + ".txt"));

        assertThat(Wire.decode(Wire.encode(message))).isEqualTo(message);
    }
}
