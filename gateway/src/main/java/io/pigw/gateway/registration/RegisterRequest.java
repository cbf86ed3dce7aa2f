package io.pigw.gateway.registration;

import io.pigw.gateway.sip.HeaderField;
import java.util.List;

/**
 * A REGISTER (RFC 3261 §10.2).
 *
 * @param requestUri the home domain's, such as {@code sip:ims.example.net}
 * @param addressOfRecord in From and To
 * @param fromTag a token
 * @param callId the same for all of one run
 * @param cseq one more each time
 * @param headers Contact, Expires, Authorization and the like
 */
public record RegisterRequest(
        String requestUri,
        String addressOfRecord,
        String fromTag,
        String callId,
        long cseq,
        List<HeaderField> headers) {

    /** Copies the list. */
    public RegisterRequest {
        headers = List.copyOf(headers);
    }
}
