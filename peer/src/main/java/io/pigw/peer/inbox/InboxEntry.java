package io.pigw.peer.inbox;

/**
 * A message in an inbox.
 *
 * @param number above that of every earlier message in the same inbox, from 1; there may be gaps
 */
public record InboxEntry(long number, ReceivedMessage message) {}
