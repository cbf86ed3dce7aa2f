package io.pigw.gateway.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server transaction that waits for its final answer. Thread-safe: the answer may come on any thread, and once. */
public final class PendingAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(PendingAnswer.class);

    private final ServerTransaction transaction;
    private final SIPRequest request;
    private final Received received;
    private final SipMetrics metrics;

    PendingAnswer(ServerTransaction transaction, SIPRequest request, Received received, SipMetrics metrics) {
        this.transaction = transaction;
        this.request = request;
        this.received = received;
        this.metrics = metrics;
    }

    /** Sends the answer, unless the client's connection is gone: it will ask again. */
    public void send(Status status) {
        try {
            transaction.sendResponse(WrittenResponse.to(request, received, status));
            metrics.count(SipMetrics.ANSWERED, Integer.toString(status.code()));
        } catch (SipException | InvalidArgumentException | ParseException | RuntimeException e) {
            metrics.count(SipMetrics.DROPPED, "unsendable_answer");
            LOG.atInfo()
                    .addKeyValue("status", status.code())
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("An answer could not be sent");
        }
    }
}
