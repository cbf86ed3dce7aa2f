package io.pigw.gateway.sip;

import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;

/**
 * A response that the RI's transaction sends, and repeats, as bytes that we wrote: Via, From, To, Call-ID and CSeq are the
 * request's to the letter (RFC 3261 §8.2.6.2), whatever the RI knows of them. What the RI itself looks at is set as well.
 */
final class WrittenResponse extends SIPResponse {

    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    private WrittenResponse(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Makes one for a request that the guard accepted. */
    static WrittenResponse to(SIPRequest request, Received received, Status status) throws ParseException {
        byte[] bytes = StatelessReply.write(received.head(), status, received.source());
        WrittenResponse response = new WrittenResponse(bytes);
        response.setStatusCode(status.code());
        response.setReasonPhrase("-");
        response.setHeader((Via) request.getTopmostVia().clone());
        response.setHeader((From) request.getFrom());
        To to = (To) request.getTo().clone();
        if (to.getTag() == null) {
            to.setTag(StatelessReply.tag(received.head()));
        }
        response.setHeader(to);
        response.setHeader(request.getCallId());
        response.setHeader(request.getCSeq());
        return response;
    }

    @Override
    public byte[] encodeAsBytes(String transport) {
        return bytes;
    }
}
