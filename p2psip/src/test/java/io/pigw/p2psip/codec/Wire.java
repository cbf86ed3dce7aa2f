package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.P2psipMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Bytes to messages and back, for tests. */
final class Wire {

    private Wire() {}

    /** A file of the test resources. */
    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Wire.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] encode(P2psipMessage message) {
        ByteBuf out = Unpooled.buffer();
        P2psipEncoder.encode(message, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** The one message that the bytes are. */
    static P2psipMessage decode(byte[] bytes) throws DecodeException {
        return decode(bytes, Limits.DEFAULTS);
    }

    static P2psipMessage decode(byte[] bytes, Limits limits) throws DecodeException {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        P2psipMessage message = new P2psipDecoder(limits).decode(in);
        assertThat(message).as("a whole message").isNotNull();
        assertThat(in.isReadable()).as("bytes left over").isFalse();
        return Objects.requireNonNull(message);
    }

    /** The one message of the lines, each ended by CRLF, and an empty line. */
    static P2psipMessage decodeLines(String... lines) throws DecodeException {
        return decode(lines(lines));
    }

    static byte[] lines(String... lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The rule that the bytes break. */
    static Rule broken(byte[] bytes) {
        return broken(bytes, Limits.DEFAULTS);
    }

    static Rule broken(byte[] bytes, Limits limits) {
        P2psipDecoder decoder = new P2psipDecoder(limits);
        DecodeException broken =
                catchThrowableOfType(DecodeException.class, () -> decoder.decode(Unpooled.wrappedBuffer(bytes)));
        assertThat(broken).as("a decode error").isNotNull();
        return broken.rule();
    }

    static Rule brokenLines(String... lines) {
        return broken(lines(lines));
    }
}
