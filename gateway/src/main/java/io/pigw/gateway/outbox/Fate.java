package io.pigw.gateway.outbox;

/** What became of a message, as far as its sender cares. */
public enum Fate {
    /** It was taken; of a user's nodes, by one at least. */
    DELIVERED,
    /** It was surely not taken. */
    UNREACHABLE,
    /** It may or may not have been taken. */
    UNCONFIRMED
}
