package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the bytes are cut, the same messages come out. */
class IncrementalTest {

    @ParameterizedTest
    @MethodSource("names")
    void byteByByteGivesTheMessageWithItsLastByte(String name) throws DecodeException {
        byte[] bytes = Wire.resource("/golden/" + name + ".txt");
        P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < bytes.length - 1; i++) {
            in.writeByte(bytes[i]);
            assertThat(decoder.decode(in)).as("after %d bytes", i + 1).isNull();
            assertThat(in.readerIndex()).isZero();
        }

        P2psipMessage message = decoder.decode(in.writeByte(bytes[bytes.length - 1]));

        assertThat(message).isEqualTo(Samples.all().get(name));
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void manyInOneBufferComeOutOneByOne() throws DecodeException {
        ByteBuf in = Unpooled.buffer();
        Samples.all().values().forEach(message -> P2psipEncoder.encode(message, in));
        P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);
        List<P2psipMessage> decoded = new ArrayList<>();
        for (P2psipMessage next = decoder.decode(in); next != null; next = decoder.decode(in)) {
            decoded.add(next);
            in.discardReadBytes();
        }

        assertThat(decoded).containsExactlyElementsOf(Samples.all().values());
    }

    @ParameterizedTest
    @MethodSource("names")
    void aConnectionThatEndsWithinAMessageIsToldApart(String name) throws DecodeException {
        byte[] bytes = Wire.resource("/golden/" + name + ".txt");
        for (int length = 1; length < bytes.length; length++) {
            P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);
            ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, length);
            assertThat(decoder.decode(in)).isNull();

            DecodeException cut = catchThrowableOfType(DecodeException.class, () -> decoder.end(in));

            assertThat(cut.rule()).isEqualTo(Rule.TRUNCATED);
        }
        P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);
        ByteBuf whole = Unpooled.wrappedBuffer(bytes);
        assertThat(decoder.decode(whole)).isNotNull();
        decoder.end(whole);
    }

    @Test
    void afterAnErrorEveryCallFailsTheSameWay() {
        P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);
        ByteBuf in = Unpooled.wrappedBuffer(Wire.lines("GET / HTTP/1.1"), Wire.encode(Samples.message()));
        DecodeException first = catchThrowableOfType(DecodeException.class, () -> decoder.decode(in));

        assertThatThrownBy(() -> decoder.decode(in)).isSameAs(first);
        assertThat(first.getStackTrace()).isEmpty();
        assertThat(first.rule().label()).isEqualTo("bad_start_line");
    }

    static Set<String> names() {
        return Samples.all().keySet();
    }
}
