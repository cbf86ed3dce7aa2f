package io.pigw.runtime.asn1;

/**
 * How deep BER of others is nested (X.690 §8.1). Parsers recurse, and a few KiB of nothing but beginnings end their thread's
 * stack, so this is asked first. It does not recurse and reads each octet once.
 */
public final class Nesting {

    /** The most levels: certificates, requests and CMS need fewer than 16. */
    public static final int MAX_DEPTH = 32;

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1f;
    private static final int MORE = 0x80;
    private static final int INDEFINITE = 0x80;
    private static final int MAX_LENGTH_OCTETS = 4;
    private static final int OPEN = -1;

    private final byte[] ber;
    private final int[] ends = new int[MAX_DEPTH];
    private int depth;
    private int at;

    private Nesting(byte[] ber) {
        this.ber = ber;
    }

    /** Whether the encoding has its form and no more than {@link #MAX_DEPTH} levels. */
    public static boolean isShallow(byte[] ber) {
        return new Nesting(ber).scan();
    }

    private boolean scan() {
        while (at < ber.length) {
            if (!element()) {
                return false;
            }
            while (depth > 0 && ends[depth - 1] == at) {
                depth--;
            }
            if (depth > 0 && ends[depth - 1] != OPEN && ends[depth - 1] < at) {
                return false;
            }
        }
        return depth == 0;
    }

    private boolean element() {
        int tag = next();
        if ((tag & LONG_TAG) == LONG_TAG) {
            int more = next();
            while (more >= MORE) {
                more = next();
            }
        }
        int first = next();
        if (first < 0) {
            return false;
        }
        if (tag == 0 && first == 0) {
            return closes();
        }
        boolean constructed = (tag & CONSTRUCTED) != 0;
        if (first == INDEFINITE) {
            return constructed && opens(OPEN);
        }
        long length = first < MORE ? first : length(first - MORE);
        if (length < 0 || length > ber.length - at) {
            return false;
        }
        if (constructed) {
            return length == 0 || opens(at + (int) length);
        }
        at += (int) length;
        return true;
    }

    private long length(int octets) {
        if (octets > MAX_LENGTH_OCTETS) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < octets; i++) {
            int octet = next();
            if (octet < 0) {
                return -1;
            }
            length = length << 8 | octet;
        }
        return length;
    }

    private boolean opens(int end) {
        if (depth == MAX_DEPTH) {
            return false;
        }
        ends[depth++] = end;
        return true;
    }

    private boolean closes() {
        if (depth == 0 || ends[depth - 1] != OPEN) {
            return false;
        }
        depth--;
        return true;
    }

    /** The next octet, or -1 at the end. */
    private int next() {
        return at < ber.length ? ber[at++] & 0xff : -1;
    }
}
