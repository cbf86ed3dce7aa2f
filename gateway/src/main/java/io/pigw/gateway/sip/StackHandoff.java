package io.pigw.gateway.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.ServerRequestInterface;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives parsed messages to the RI's transactions, with the RI's own rule for their semaphore: who was not passed to the listener
 * is released here, who was is released by the RI after the listener returned. Runs on event loops; a fault of one message never
 * reaches another.
 */
final class StackHandoff {

    private static final Logger LOG = LoggerFactory.getLogger(StackHandoff.class);

    private final SIPTransactionStack stack;
    private final SipMetrics metrics;

    StackHandoff(SIPTransactionStack stack, SipMetrics metrics) {
        this.stack = stack;
        this.metrics = metrics;
    }

    /** Hands over a request; false if the RI has no room for another transaction. */
    boolean request(SIPRequest request, SipChannel channel) {
        try {
            ServerRequestInterface receiver = stack.newSIPServerRequest(request, channel);
            if (receiver == null) {
                return false;
            }
            try {
                receiver.processRequest(request, channel);
            } finally {
                if (receiver instanceof SIPServerTransaction transaction && !transaction.passToListener()) {
                    transaction.releaseSem();
                }
            }
        } catch (RuntimeException e) {
            fault("request", e);
        }
        return true;
    }

    /**
     * Hands over a response, if a request of ours waits for it and it comes from where that went: the RI would search all
     * transactions for a stray one, and takes one from anybody.
     */
    void response(SIPResponse response, SipChannel channel) {
        SIPTransaction asked = stack.findTransaction(response.getTransactionId(), false);
        if (asked == null || !(asked.getMessageChannel() instanceof SipChannel hop) || !channel.leadsToHostOf(hop)) {
            metrics.count(SipMetrics.DROPPED, "stray_response");
            return;
        }
        try {
            ServerResponseInterface receiver = stack.newSIPServerResponse(response, channel);
            if (receiver == null) {
                return;
            }
            try {
                receiver.processResponse(response, channel);
            } finally {
                if (receiver instanceof SIPTransaction transaction && !transaction.passToListener()) {
                    transaction.releaseSem();
                }
            }
        } catch (RuntimeException e) {
            fault("response", e);
        }
    }

    private void fault(String kind, RuntimeException e) {
        metrics.count(SipMetrics.DROPPED, "fault");
        LOG.atError().addKeyValue("kind", kind).setCause(e).log("The SIP stack could not process a message");
    }
}
