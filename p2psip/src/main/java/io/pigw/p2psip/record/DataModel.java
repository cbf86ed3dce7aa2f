package io.pigw.p2psip.record;

/** How the values of one kind at one resource are told apart (RFC 6940 §7.2). */
public enum DataModel {
    /** One value. */
    SINGLE_VALUE,
    /** Values by index. */
    ARRAY,
    /** Values by key. */
    DICTIONARY
}
