package io.pigw.runtime.trace;

import io.pigw.p2psip.CallId;

/**
 * Is told of each step of each message, so that a ladder of real events can be drawn (the paper, Figures 8 to 10). Called on
 * the threads of the nodes, from several of them at once: an implementation is thread-safe, takes its own time stamp and
 * returns at once.
 */
@FunctionalInterface
public interface MessageTrace {

    /** Listens to nothing. */
    MessageTrace NONE = (_, _, _, _) -> {};

    /**
     * One element sent something to another.
     *
     * @param callId of the P2PSIP message that the step belongs to
     * @param from the sending element: a node's ID, or an address on the IMS side
     * @param to the receiving element
     * @param what the message as a person would name it, such as {@code SIP MESSAGE}; never a body
     */
    void record(CallId callId, String from, String to, String what);
}
