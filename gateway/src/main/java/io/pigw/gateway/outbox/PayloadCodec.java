package io.pigw.gateway.outbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.MessageRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A payload as bytes of a row: one byte for the version, one for the kind, then the fields. */
final class PayloadCodec {

    private static final int VERSION = 3;

    /** The first with a list of asserted identities; before it there was one, empty for none. */
    private static final int WITH_IDENTITIES = 2;

    /** The first with In-Reply-To, empty for none. */
    private static final int WITH_IN_REPLY_TO = 3;

    private static final int TO_PEER = 1;
    private static final int TO_IMS = 2;
    private static final long NO_DATE = Long.MIN_VALUE;

    private final Limits limits;

    PayloadCodec(Limits limits) {
        this.limits = limits;
    }

    byte[] encode(Payload payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + payload.bodyBytes());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            switch (payload) {
                case Payload.ToPeer toPeer -> {
                    out.writeByte(TO_PEER);
                    writeText(out, toPeer.sipCallId());
                    writeText(out, toPeer.sender().name());
                    writeText(out, toPeer.sender().domain());
                    writeBytes(out, wire(toPeer.message()));
                }
                case Payload.ToIms toIms -> {
                    out.writeByte(TO_IMS);
                    writeText(out, toIms.callId().value());
                    NodeId origin = toIms.origin();
                    writeText(out, origin == null ? "" : origin.toString());
                    writeSip(out, toIms.message());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #encode} wrote. */
    Payload decode(byte[] row) throws CorruptRowException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(row))) {
            int version = in.readUnsignedByte();
            if (version < 1 || version > VERSION) {
                throw new CorruptRowException("outbox row of version " + version);
            }
            int kind = in.readUnsignedByte();
            return switch (kind) {
                case TO_PEER -> {
                    String sipCallId = readText(in);
                    Party.User sender = new Party.User(readText(in), readText(in));
                    yield new Payload.ToPeer(request(readBytes(in)), sipCallId, sender);
                }
                case TO_IMS -> {
                    CallId callId = new CallId(readText(in));
                    String origin = readText(in);
                    yield new Payload.ToIms(
                            readSip(in, version), callId, origin.isEmpty() ? null : NodeId.parse(origin));
                }
                default -> throw new CorruptRowException("outbox row of kind " + kind);
            };
        } catch (IOException | DecodeException | IllegalArgumentException | DateTimeException e) {
            throw new CorruptRowException("outbox row cannot be read", e);
        }
    }

    /** A row that this release cannot read: the outbox does not open, so that no message is dropped in silence. */
    static final class CorruptRowException extends Exception {
        private static final long serialVersionUID = 1;

        CorruptRowException(String message) {
            super(message);
        }

        CorruptRowException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private byte[] wire(MessageRequest message) {
        ByteBuf buffer = Unpooled.buffer(512 + message.body().size());
        P2psipEncoder.encode(message, buffer, limits);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private MessageRequest request(byte[] wire) throws DecodeException, CorruptRowException {
        if (new P2psipDecoder(limits).decode(Unpooled.wrappedBuffer(wire)) instanceof MessageRequest request) {
            return request;
        }
        throw new CorruptRowException("outbox row holds no whole MESSAGE");
    }

    private static void writeSip(DataOutputStream out, OutgoingMessage message) throws IOException {
        writeText(out, message.requestUri());
        writeText(out, message.toUri());
        writeText(out, message.fromUri());
        writeText(out, message.fromTag());
        writeText(out, message.callId());
        out.writeLong(message.cseq());
        writeText(out, message.branch());
        out.writeByte(message.assertedIdentities().size());
        for (String identity : message.assertedIdentities()) {
            writeText(out, identity);
        }
        writeText(out, message.inReplyTo().orElse(""));
        out.writeLong(message.date().map(Instant::getEpochSecond).orElse(NO_DATE));
        out.writeInt(message.maxForwards());
        writeText(out, message.contentType());
        writeBytes(out, message.body().toArray());
    }

    private static OutgoingMessage readSip(DataInputStream in, int version) throws IOException {
        return new OutgoingMessage(
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                in.readLong(),
                readText(in),
                readIdentities(in, version),
                readInReplyTo(in, version),
                Optional.of(in.readLong()).filter(date -> date != NO_DATE).map(Instant::ofEpochSecond),
                in.readInt(),
                readText(in),
                Bytes.copyOf(readBytes(in)));
    }

    private static List<String> readIdentities(DataInputStream in, int version) throws IOException {
        if (version < WITH_IDENTITIES) {
            String identity = readText(in);
            return identity.isEmpty() ? List.of() : List.of(identity);
        }
        List<String> identities = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            identities.add(readText(in));
        }
        return identities;
    }

    private static Optional<String> readInReplyTo(DataInputStream in, int version) throws IOException {
        return version < WITH_IN_REPLY_TO
                ? Optional.empty()
                : Optional.of(readText(in)).filter(callId -> !callId.isEmpty());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a field is longer than the row");
        }
        return in.readNBytes(length);
    }
}
