package io.pigw.p2psip.record;

/** Who owns a resource, and with that may write there, by the certificate of the signer (RFC 6940 §7.3). */
public enum AccessPolicy {
    /** A user name of the certificate gives the resource. */
    USER_MATCH,
    /** The node ID of the certificate gives the resource. */
    NODE_MATCH,
    /** As {@link #USER_MATCH}, and the key is the node ID of the certificate: each device of a user has its own entry. */
    USER_NODE_MATCH,
    /** The node ID of the certificate and a number from 1 to {@link #MAX_NODE_MULTIPLE} give the resource. */
    NODE_MULTIPLE;

    /** The greatest number of a resource of a node's under {@link #NODE_MULTIPLE}. */
    public static final int MAX_NODE_MULTIPLE = 16;
}
