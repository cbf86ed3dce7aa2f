package io.pigw.runtime.revocation;

import io.pigw.runtime.identity.SerialNumber;

/** Serial numbers, some 50 bytes each at most; looked up without anything being allocated. Safe on any thread once filled. */
final class SerialSet {

    private static final int SMALLEST = 16;

    private int[] high = new int[SMALLEST];
    private long[] middle = new long[SMALLEST];
    private long[] low = new long[SMALLEST];
    private int size;

    void add(SerialNumber serial) {
        if (size >= high.length - high.length / 4) {
            grow();
        }
        insert(serial.high(), serial.middle(), serial.low());
    }

    boolean contains(SerialNumber serial) {
        int slot = slot(serial.high(), serial.middle(), serial.low());
        return !isFree(slot);
    }

    int size() {
        return size;
    }

    private void insert(int h, long m, long l) {
        int slot = slot(h, m, l);
        if (isFree(slot)) {
            high[slot] = h;
            middle[slot] = m;
            low[slot] = l;
            size++;
        }
    }

    /** Where it is, or where it would be. */
    private int slot(int h, long m, long l) {
        int mask = high.length - 1;
        long mixed = (l * 31 + m) * 31 + h;
        mixed *= 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (!isFree(slot) && (high[slot] != h || middle[slot] != m || low[slot] != l)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** No serial number is 0. */
    private boolean isFree(int slot) {
        return low[slot] == 0 && middle[slot] == 0 && high[slot] == 0;
    }

    private void grow() {
        int[] oldHigh = high;
        long[] oldMiddle = middle;
        long[] oldLow = low;
        high = new int[2 * oldHigh.length];
        middle = new long[high.length];
        low = new long[high.length];
        size = 0;
        for (int i = 0; i < oldHigh.length; i++) {
            if (oldHigh[i] != 0 || oldMiddle[i] != 0 || oldLow[i] != 0) {
                insert(oldHigh[i], oldMiddle[i], oldLow[i]);
            }
        }
    }
}
