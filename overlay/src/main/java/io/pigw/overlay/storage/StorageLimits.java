package io.pigw.overlay.storage;

/**
 * How much a node holds.
 *
 * @param maxValues in all
 * @param maxBytes of values and certificates in all
 * @param maxValuesOfAuthor of one node as the author
 */
public record StorageLimits(int maxValues, long maxBytes, int maxValuesOfAuthor) {

    /** 65,536 values, 64 MiB, 512 of an author. */
    public static final StorageLimits DEFAULTS = new StorageLimits(65_536, 64L << 20, 512);

    /** All of them are positive. */
    public StorageLimits {
        if (maxValues < 1 || maxBytes < 1 || maxValuesOfAuthor < 1) {
            throw new IllegalArgumentException("limits of what a node holds are positive");
        }
    }
}
