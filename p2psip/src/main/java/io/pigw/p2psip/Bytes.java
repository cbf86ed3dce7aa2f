package io.pigw.p2psip;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable sequence of bytes, compared by content. Its {@link #toString()} gives the length alone: bodies stay out of logs. */
public final class Bytes {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** A copy of the array. */
    public static Bytes copyOf(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array.clone());
    }

    /** The text in UTF-8. */
    public static Bytes utf8(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the given number of bytes from the buffer. */
    public static Bytes read(ByteBuf from, int length) {
        if (length == 0) {
            return EMPTY;
        }
        byte[] array = new byte[length];
        from.readBytes(array);
        return new Bytes(array);
    }

    /** The number of bytes. */
    public int size() {
        return array.length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return array.length == 0;
    }

    /** A copy. */
    public byte[] toArray() {
        return array.clone();
    }

    /** Appends all bytes to the buffer. */
    public void writeTo(ByteBuf to) {
        to.writeBytes(array);
    }

    /** The bytes read as UTF-8, malformed sequences replaced. */
    public String toUtf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /** The bytes in lower-case hexadecimal. */
    public String toHex() {
        return HexFormat.of().formatHex(array);
    }

    /** Their SHA-256, 32 bytes. */
    public Bytes sha256() {
        try {
            return new Bytes(MessageDigest.getInstance("SHA-256").digest(array));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return "Bytes[" + array.length + "]";
    }
}
