package io.pigw.runtime.records;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import java.util.List;
import java.util.Optional;

/** A value as it is written down: the message that would store it, as on the wire. */
record RecordRow(ResourceId resource, HeldValue value) {

    /** What its row has; nothing if it is no such message. */
    static Optional<RecordRow> parse(byte[] message) {
        try {
            return new P2psipDecoder(Limits.DEFAULTS).decode(Unpooled.wrappedBuffer(message))
                                    instanceof RecordMessage.Store store
                            && store.values().size() == 1
                            && store.certificates().size() == 1
                    ? Optional.of(new RecordRow(
                            store.resource(),
                            new HeldValue(
                                    store.values().getFirst(),
                                    store.certificates().getFirst())))
                    : Optional.empty();
        } catch (DecodeException broken) {
            return Optional.empty();
        }
    }

    byte[] message() {
        RecordMessage.Store store = new RecordMessage.Store(
                Transaction.ABSENT, resource, 0, List.of(value.value()), List.of(value.certificate()));
        ByteBuf out = Unpooled.buffer();
        P2psipEncoder.encode(store, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** Tells the values of one kind apart. */
    String key() {
        return switch (value.content().key()) {
            case RecordKey.Single _ -> "single";
            case RecordKey.Index index -> "index " + index.index();
            case RecordKey.Name name -> "name " + name.bytes().toHex();
        };
    }
}
