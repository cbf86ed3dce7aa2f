package io.pigw.gateway.ua;

import io.pigw.gateway.sip.SipText;
import io.pigw.p2psip.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A MESSAGE for the IMS side. Whoever sends the same record again sends the same Call-ID, From tag, CSeq and branch, so that a
 * server that has it already absorbs it.
 *
 * @param requestUri whom it is for
 * @param toUri in To
 * @param fromUri in From
 * @param fromTag a token
 * @param callId one word
 * @param cseq 0 to 2^31 - 1
 * @param branch a token that begins with {@code z9hG4bK}
 * @param assertedIdentities what the gateway vouches for, in P-Asserted-Identity (RFC 3325 §9.1): at most a sip and a tel URI
 * @param inReplyTo the Call-ID of the message that this one tells of (RFC 3261 §20.21); empty where it tells of none
 * @param date when it was written
 * @param maxForwards 0 to 255
 * @param contentType with its parameters
 * @param body byte for byte
 */
public record OutgoingMessage(
        String requestUri,
        String toUri,
        String fromUri,
        String fromTag,
        String callId,
        long cseq,
        String branch,
        List<String> assertedIdentities,
        Optional<String> inReplyTo,
        Optional<Instant> date,
        int maxForwards,
        String contentType,
        Bytes body) {

    private static final String COOKIE = "z9hG4bK";
    private static final int MAX_IDENTITIES = 2;
    private static final long MAX_CSEQ = (1L << 31) - 1;

    /** Checks that nothing could break out of its place. */
    public OutgoingMessage {
        if (!SipText.isUriText(requestUri) || !SipText.isUriText(toUri) || !SipText.isUriText(fromUri)) {
            throw new IllegalArgumentException("requestUri, toUri and fromUri must be URIs");
        }
        assertedIdentities = List.copyOf(assertedIdentities);
        if (assertedIdentities.size() > MAX_IDENTITIES
                || !assertedIdentities.stream().allMatch(SipText::isUriText)) {
            throw new IllegalArgumentException("assertedIdentities must be URIs, two at most");
        }
        if (!SipText.isToken(fromTag) || !SipText.isUriText(callId)) {
            throw new IllegalArgumentException("fromTag and callId must be single words");
        }
        if (inReplyTo.isPresent() && !SipText.isCallId(inReplyTo.get())) {
            throw new IllegalArgumentException("inReplyTo must be a Call-ID");
        }
        if (!branch.startsWith(COOKIE) || branch.length() == COOKIE.length() || !SipText.isToken(branch)) {
            throw new IllegalArgumentException("branch must be a token that begins with " + COOKIE);
        }
        if (cseq < 0 || cseq > MAX_CSEQ || maxForwards < 0 || maxForwards > 255) {
            throw new IllegalArgumentException("cseq or maxForwards is out of range");
        }
        if (contentType.isEmpty() || !SipText.isOneLine(contentType)) {
            throw new IllegalArgumentException("contentType must be one line");
        }
    }
}
