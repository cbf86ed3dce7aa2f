package io.pigw.bench.enroll;

/**
 * What became of a flood.
 *
 * @param sent requests, or connections, that went out
 * @param answered that were refused with an answer
 * @param closed connections that the server closed without one
 * @param withheld not sent when they were due, for want of a connection that took them
 */
public record FloodCounts(long sent, long answered, long closed, long withheld) {}
