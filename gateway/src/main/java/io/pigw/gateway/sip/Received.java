package io.pigw.gateway.sip;

import io.pigw.p2psip.Bytes;

/**
 * A message as it came, beside what the RI's parser made of the few headers that its transactions need. It travels as the
 * application data of the RI's message.
 *
 * @param head all header fields
 * @param envelope what the guard read in them
 * @param body byte for byte
 * @param source where it came from
 * @param channel that an answer without a transaction goes back by
 * @param maxForwards 0 to 255; 70 where the request has none
 */
record Received(SipHead head, Envelope envelope, Bytes body, Source source, SipChannel channel, int maxForwards) {}
