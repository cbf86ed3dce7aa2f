package io.pigw.p2psip.record;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What may be stored, and within which limits (RFC 6940 §7.4.1 calls the set of them the overlay's Kinds). All values of a
 * kind at one resource, with the access list and every certificate, fit one message.
 */
public enum Kind {
    /** Under a user's name: the nodes on which he can be reached, by node ID. The value is for people, or empty. */
    USER(1, DataModel.DICTIONARY, AccessPolicy.USER_NODE_MATCH, true, 16, 256, Duration.ofDays(1)),
    /** Under a node's ID: its certificates in DER. */
    CERTIFICATE(2, DataModel.ARRAY, AccessPolicy.NODE_MATCH, true, 4, 3_000, Duration.ofDays(7)),
    /** Under a user's name: data of an application, for its owner and those on his {@link AccessList}. */
    DATA(3, DataModel.SINGLE_VALUE, AccessPolicy.USER_MATCH, false, 1, 16 * 1_024, Duration.ofDays(7)),
    /** Under a node's ID and a number: data of an application, for anybody to read. */
    NODE_DATA(4, DataModel.SINGLE_VALUE, AccessPolicy.NODE_MULTIPLE, true, 1, 4 * 1_024, Duration.ofDays(7)),
    /** Under a user's name: an {@link AccessList} for each kind of his that can have one. */
    ACCESS_LIST(5, DataModel.DICTIONARY, AccessPolicy.USER_MATCH, false, 1, 8 * 1_024, Duration.ofDays(7));

    private final int number;
    private final DataModel model;
    private final AccessPolicy policy;
    private final boolean readByAnybody;
    private final int maxValues;
    private final int maxValueBytes;
    private final Duration maxLifetime;

    Kind(
            int number,
            DataModel model,
            AccessPolicy policy,
            boolean readByAnybody,
            int maxValues,
            int maxValueBytes,
            Duration maxLifetime) {
        this.number = number;
        this.model = model;
        this.policy = policy;
        this.readByAnybody = readByAnybody;
        this.maxValues = maxValues;
        this.maxValueBytes = maxValueBytes;
        this.maxLifetime = maxLifetime;
    }

    /** The kind of that number; none when this release does not know it. */
    public static Optional<Kind> find(int number) {
        return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
    }

    /** As on the wire, 1 to 65535. */
    public int number() {
        return number;
    }

    /** How its values are told apart. */
    public DataModel model() {
        return model;
    }

    /** Who owns a resource of this kind. */
    public AccessPolicy policy() {
        return policy;
    }

    /** Whether any node of the overlay may read it; if not, its owner and those to whom he has granted that. */
    public boolean isReadByAnybody() {
        return readByAnybody;
    }

    /** Whether its owner may grant rights to others. */
    public boolean isGrantable() {
        return this == DATA;
    }

    /** The most values at one resource, tombstones counted. */
    public int maxValues() {
        return maxValues;
    }

    /** The largest value, in bytes. */
    public int maxValueBytes() {
        return maxValueBytes;
    }

    /** The longest lifetime. */
    public Duration maxLifetime() {
        return maxLifetime;
    }
}
