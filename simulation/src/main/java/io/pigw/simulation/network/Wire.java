package io.pigw.simulation.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.Optional;

/** Messages as bytes, by the product's codec. */
final class Wire {

    private final ByteBuf buffer = Unpooled.buffer(4_096);

    byte[] encode(P2psipMessage message) {
        buffer.clear();
        P2psipEncoder.encode(message, buffer);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    /**
     * What the bytes say; nothing when they are but the beginning of a message.
     *
     * @throws DecodeException when they break a rule of the protocol
     */
    static Optional<P2psipMessage> decode(byte[] bytes) throws DecodeException {
        return Optional.ofNullable(new P2psipDecoder(Limits.DEFAULTS).decode(Unpooled.wrappedBuffer(bytes)));
    }
}
