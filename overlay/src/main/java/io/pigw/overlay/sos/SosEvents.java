package io.pigw.overlay.sos;

import io.pigw.overlay.limit.RequestGate;
import io.pigw.p2psip.NodeId;

/** What an opinion server tells those who count, and those who act. On its node's thread. */
public interface SosEvents {

    /** Nobody hears. */
    SosEvents NONE = new SosEvents() {};

    /** A question about routes was answered. */
    default void judged() {}

    /** A question about nodes was answered. */
    default void asked() {}

    /** A request above its sender's rate was turned away. */
    default void limited(RequestGate.Sort sort) {}

    /** A report is durable. */
    default void taken() {}

    /** A report is not to be believed. */
    default void refused(NodeId reporter, String reason) {}

    /** A report came when too much was waiting. */
    default void overloaded() {}

    /** A report came while another server is the one that takes them. */
    default void elsewhere() {}

    /** Reports could not be stored. */
    default void notStored(int reports, Throwable why) {}

    /** That nodes are condemned could not be stored; it is tried again with the next change. */
    default void notKept(Throwable why) {}

    /** The opinion on a node has settled, and it is bad: told once as long as it stays so. */
    default void condemned(Condemned node) {}
}
