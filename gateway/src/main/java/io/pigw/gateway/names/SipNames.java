package io.pigw.gateway.names;

/**
 * What a message is called on the IMS side. Whoever repeats it repeats them all.
 *
 * @param callId 32 hexadecimal digits, to which the overlay's domain is added
 * @param fromTag 16 hexadecimal digits
 * @param branch the magic cookie and 16 hexadecimal digits (RFC 3261 §8.1.1.7)
 * @param imdnId {@code imdn.Message-ID} if it is a disposition notification: 32 hexadecimal digits
 */
public record SipNames(String callId, String fromTag, String branch, String imdnId) {}
