package io.pigw.gateway.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

/** What the guard decides about one message. */
sealed interface Verdict {

    /** A request for the RI. */
    record Request(SIPRequest request) implements Verdict {}

    /** A response for the RI. */
    record Response(SIPResponse response) implements Verdict {}

    /** A request to be answered at once and without state. */
    record Refuse(Rule rule) implements Verdict {}

    /** Nothing that could be answered. */
    record Drop(Rule rule) implements Verdict {}
}
