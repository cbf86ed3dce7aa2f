package io.pigw.cli.demo;

/**
 * One message as it was sent.
 *
 * @param nanos {@link System#nanoTime()}
 * @param from the sending element
 * @param to the receiving element
 * @param what the message's start line in short, never its body
 */
record LadderStep(long nanos, String from, String to, String what) {}
