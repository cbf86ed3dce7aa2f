package io.pigw.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {

    private static final MessageTemplate TEMPLATE = MessageTemplate.of(Transport.UDP, "127.0.0.1:5070");

    @Test
    void branchTagAndCallIdHoldTheNumber() {
        List<String> lines = text(0x1a2bL).lines().toList();

        assertThat(lines)
                .contains(
                        "MESSAGE sip:1042@p2p.example.net SIP/2.0",
                        "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKpigw0000000000001a2b",
                        "From: <sip:user042@ims.example.net>;tag=0000000000001a2b",
                        "Call-ID: 0000000000001a2b@127.0.0.1:5070");
    }

    @Test
    void theContentLengthIsTheBodysInBytes() {
        String[] headAndBody = text(1).split("\r\n\r\n", 2);

        int promised = Integer.parseInt(headAndBody[0]
                .lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .findFirst()
                .orElseThrow()
                .substring("Content-Length: ".length()));
        assertThat(promised).isEqualTo(headAndBody[1].getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void theSameNumberGivesTheSameMessageAndAnotherAnother() {
        assertThat(text(7)).isEqualTo(text(7)).isNotEqualTo(text(8));
    }

    @Test
    void anAnswerIsKnownByTheBranchOfTheTopmostVia() {
        AnswerReader reader = new AnswerReader();
        ByteBuf answer = Unpooled.copiedBuffer("""
                SIP/2.0 202 Accepted
                via: SIP/2.0/UDP 127.0.0.1:5070;received=127.0.0.1;branch=z9hG4bKpigw0000000000001a2b
                Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKpigw0000000000000001

                """, StandardCharsets.US_ASCII);

        assertThat(reader.number(answer)).isEqualTo(0x1a2bL);
        assertThat(reader.status()).isEqualTo(202);
    }

    @Test
    void whatAnswersNothingOfOursIsForeign() {
        AnswerReader reader = new AnswerReader();

        for (String foreign : List.of(
                "",
                "SIP/2.0 ",
                "SIP/2.0 20",
                "SIP/2.0 200 OK\r\nVia: x;branch=z9hG4bKother00000000000000001\r\n\r\n",
                "SIP/2.0 200 OK\r\nVia: x;branch=z9hG4bKpigw000000000000001",
                "SIP/2.0 200 OK\r\nVia: x;branch=z9hG4bKpigwz000000000000001\r\n",
                text(5))) {
            assertThat(reader.number(Unpooled.copiedBuffer(foreign, StandardCharsets.UTF_8)))
                    .as(foreign)
                    .isEqualTo(AnswerReader.FOREIGN);
        }
    }

    private static String text(long number) {
        return TEMPLATE.message(UnpooledByteBufAllocator.DEFAULT, number, 42, 1042)
                .toString(StandardCharsets.UTF_8);
    }
}
