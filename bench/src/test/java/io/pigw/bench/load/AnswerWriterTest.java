package io.pigw.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {

    @Test
    void allViasAreCopiedInTheirOrder() {
        ByteBuf request = Unpooled.copiedBuffer("""
                MESSAGE sip:586@p2p.example.net SIP/2.0
                Via: SIP/2.0/UDP proxy;branch=z9hG4bK2
                Via: SIP/2.0/UDP client;branch=z9hG4bK1
                Max-Forwards: 69
                From: <sip:a@ims.example.net>;tag=1
                To: <sip:586@p2p.example.net>
                Call-ID: 1@client
                CSeq: 1 MESSAGE
                Content-Length: 9

                Via: body""".replace("\n", "\r\n"), StandardCharsets.UTF_8);

        ByteBuf answer = Objects.requireNonNull(AnswerWriter.ok(UnpooledByteBufAllocator.DEFAULT, request));

        assertThat(answer.toString(StandardCharsets.UTF_8)).isEqualTo("""
                SIP/2.0 200 OK
                Via: SIP/2.0/UDP proxy;branch=z9hG4bK2
                Via: SIP/2.0/UDP client;branch=z9hG4bK1
                From: <sip:a@ims.example.net>;tag=1
                To: <sip:586@p2p.example.net>;tag=sink
                Call-ID: 1@client
                CSeq: 1 MESSAGE
                Content-Length: 0

                """.replace("\n", "\r\n"));
    }

    @Test
    void answersAreNotAnswered() {
        ByteBuf answer = Unpooled.copiedBuffer("SIP/2.0 200 OK\r\nVia: x\r\n\r\n", StandardCharsets.UTF_8);

        assertThat(AnswerWriter.ok(UnpooledByteBufAllocator.DEFAULT, answer)).isNull();
    }
}
