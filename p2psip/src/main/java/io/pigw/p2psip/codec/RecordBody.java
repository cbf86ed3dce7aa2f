package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.StoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a message about records: parts one after the other, each after a byte that says what it is. Numbers are
 * big-endian. There is one way to write each part.
 */
final class RecordBody {

    static final String RECORDS = "application/p2psip-records";

    private static final int VALUE = 1;
    private static final int CERTIFICATE = 2;

    private static final int SINGLE = 0;
    private static final int INDEX = 1;
    private static final int NAME = 2;

    private static final int NODE_ID_SIZE = 2 * Long.BYTES;
    private static final int MAX_CERTIFICATE_BYTES = 65_535;

    /** Of a value: part, kind, key's form, generation, time, lifetime, exists, three lengths, node, hash, and value's length. */
    private static final int VALUE_OVERHEAD =
            1 + 2 + 1 + 8 + 8 + 4 + 1 + 2 + NODE_ID_SIZE + Author.HASH_SIZE + 2 + Integer.BYTES;

    private RecordBody() {}

    record Parts(List<StoredValue> values, List<Bytes> certificates) {}

    static Parts read(Head head, ByteBuf body) throws DecodeException {
        Values.bodyOf(RECORDS, head, body);
        List<StoredValue> values = new ArrayList<>();
        List<Bytes> certificates = new ArrayList<>();
        while (body.isReadable()) {
            switch (body.readUnsignedByte()) {
                case VALUE -> {
                    room(values, RecordMessage.MAX_VALUES);
                    if (!certificates.isEmpty()) {
                        throw new DecodeException(Rule.BAD_BODY, "a value stands after a certificate");
                    }
                    values.add(value(body));
                }
                case CERTIFICATE -> {
                    room(certificates, head.limits().maxEntries());
                    certificates.add(bytes(body, need(body, Short.BYTES).readUnsignedShort(), "a certificate"));
                }
                default -> throw new DecodeException(Rule.BAD_BODY, "neither a value nor a certificate");
            }
        }
        return new Parts(values, certificates);
    }

    static int size(List<StoredValue> values, List<Bytes> certificates) {
        int size = 0;
        for (StoredValue value : values) {
            RecordContent content = value.content();
            size += VALUE_OVERHEAD
                    + keySize(content.key())
                    + user(content.author()).length
                    + value.signature().size()
                    + content.value().size();
        }
        for (Bytes certificate : certificates) {
            if (certificate.isEmpty() || certificate.size() > MAX_CERTIFICATE_BYTES) {
                throw new IllegalArgumentException("a certificate has 1 to 65535 bytes");
            }
            size += 1 + Short.BYTES + certificate.size();
        }
        return size;
    }

    static void write(List<StoredValue> values, List<Bytes> certificates, ByteBuf out) {
        for (StoredValue value : values) {
            out.writeByte(VALUE);
            write(value, out);
        }
        for (Bytes certificate : certificates) {
            out.writeByte(CERTIFICATE).writeShort(certificate.size());
            certificate.writeTo(out);
        }
    }

    private static void write(StoredValue value, ByteBuf out) {
        RecordContent content = value.content();
        out.writeShort(content.kind());
        switch (content.key()) {
            case RecordKey.Single _ -> out.writeByte(SINGLE);
            case RecordKey.Index index -> out.writeByte(INDEX).writeShort(index.index());
            case RecordKey.Name name -> {
                out.writeByte(NAME).writeByte(name.bytes().size());
                name.bytes().writeTo(out);
            }
        }
        out.writeLong(content.generation())
                .writeLong(content.storageTime().toEpochMilli())
                .writeInt(content.lifetimeSeconds())
                .writeByte(content.exists() ? 1 : 0);
        Author author = content.author();
        byte[] user = user(author);
        out.writeShort(user.length)
                .writeBytes(user)
                .writeLong(author.node().high())
                .writeLong(author.node().low());
        author.certificateHash().writeTo(out);
        out.writeShort(value.signature().size());
        value.signature().writeTo(out);
        out.writeInt(content.value().size());
        content.value().writeTo(out);
    }

    private static StoredValue value(ByteBuf body) throws DecodeException {
        int kind = need(body, Short.BYTES).readUnsignedShort();
        RecordKey key = key(body);
        need(body, Long.BYTES + Long.BYTES + Integer.BYTES + 1);
        long generation = body.readLong();
        Instant storageTime = Instant.ofEpochMilli(body.readLong());
        int lifetimeSeconds = body.readInt();
        boolean exists = flag(body);
        Author author = author(body);
        Bytes signature = bytes(body, need(body, Short.BYTES).readUnsignedShort(), "a signature");
        int length = need(body, Integer.BYTES).readInt();
        if (length < 0 || length > RecordContent.MAX_VALUE_BYTES) {
            throw new DecodeException(
                    Rule.BODY_TOO_LARGE, "a value is over " + RecordContent.MAX_VALUE_BYTES + " bytes");
        }
        Bytes value = Bytes.read(need(body, length), length);
        return new StoredValue(
                new RecordContent(kind, key, generation, storageTime, lifetimeSeconds, exists, value, author),
                signature);
    }

    private static RecordKey key(ByteBuf body) throws DecodeException {
        return switch (need(body, 1).readUnsignedByte()) {
            case SINGLE -> RecordKey.single();
            case INDEX -> new RecordKey.Index(need(body, Short.BYTES).readUnsignedShort());
            case NAME -> new RecordKey.Name(bytes(body, need(body, 1).readUnsignedByte(), "a key"));
            default -> throw new DecodeException(Rule.BAD_BODY, "a key of an unknown form");
        };
    }

    private static Author author(ByteBuf body) throws DecodeException {
        int length = need(body, Short.BYTES).readUnsignedShort();
        Party.User user = length == 0 ? null : user(bytes(body, length, "a user name"));
        need(body, NODE_ID_SIZE + Author.HASH_SIZE);
        return new Author(user, new NodeId(body.readLong(), body.readLong()), Bytes.read(body, Author.HASH_SIZE));
    }

    private static Party.User user(Bytes utf8) throws DecodeException {
        String text = utf8.toUtf8();
        if (!Bytes.utf8(text).equals(utf8)) {
            throw new DecodeException(Rule.BAD_UTF8, "a user name is not UTF-8");
        }
        if (Party.parse(text) instanceof Party.User user) {
            return user;
        }
        throw new DecodeException(Rule.BAD_VALUE, "an author is not user@host");
    }

    private static boolean flag(ByteBuf body) throws DecodeException {
        int flag = body.readUnsignedByte();
        if (flag > 1) {
            throw new DecodeException(Rule.BAD_BODY, "a flag is neither 0 nor 1");
        }
        return flag == 1;
    }

    private static Bytes bytes(ByteBuf body, int length, String what) throws DecodeException {
        if (length == 0) {
            throw new DecodeException(Rule.BAD_BODY, what + " is empty");
        }
        return Bytes.read(need(body, length), length);
    }

    private static ByteBuf need(ByteBuf body, int bytes) throws DecodeException {
        if (body.readableBytes() < bytes) {
            throw new DecodeException(Rule.BAD_BODY, "a record is cut off");
        }
        return body;
    }

    private static void room(List<?> parts, int max) throws DecodeException {
        if (parts.size() == max) {
            throw new DecodeException(Rule.TOO_MANY_ENTRIES, "more than " + max + " values or certificates");
        }
    }

    private static int keySize(RecordKey key) {
        return switch (key) {
            case RecordKey.Single _ -> 0;
            case RecordKey.Index _ -> Short.BYTES;
            case RecordKey.Name name -> 1 + name.bytes().size();
        };
    }

    private static byte[] user(Author author) {
        return author.user() == null ? new byte[0] : author.user().toString().getBytes(StandardCharsets.UTF_8);
    }
}
