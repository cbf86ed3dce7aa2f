package io.pigw.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipFramesTest {

    private static final String FIRST = "SIP/2.0 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String SECOND = "SIP/2.0 202 Accepted\r\nl:0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void messagesAreCutWhateverThePieces(int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(new SipFrames());
        String stream = FIRST + "\r\n\r\n" + SECOND + FIRST;

        for (int at = 0; at < stream.length(); at += piece) {
            channel.writeInbound(bytes(stream.substring(at, Math.min(stream.length(), at + piece))));
        }

        assertThat(messages(channel)).containsExactly(FIRST, SECOND, FIRST);
    }

    @Test
    void aHeadWithoutEndIsRefused() {
        EmbeddedChannel channel = new EmbeddedChannel(new SipFrames());

        assertThatExceptionOfType(TooLongFrameException.class)
                .isThrownBy(() -> channel.writeInbound(bytes("x".repeat(20_000))));
    }

    private static List<String> messages(EmbeddedChannel channel) {
        List<String> messages = new ArrayList<>();
        for (ByteBuf read = channel.readInbound(); read != null; read = channel.readInbound()) {
            messages.add(read.toString(StandardCharsets.UTF_8));
            read.release();
        }
        return messages;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
