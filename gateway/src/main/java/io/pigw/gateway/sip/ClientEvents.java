package io.pigw.gateway.sip;

/** The fate of one request of ours. Called on event loops, on the RI's timer thread, or on the sender's; returns at once. */
public interface ClientEvents {

    /**
     * A response came, provisional or final.
     *
     * @param status 100 to 699
     * @param head all of its header fields
     */
    void onResponse(int status, SipHead head);

    /** Timer F fired: no final response came (RFC 3261 §17.1.2.2). */
    void onTimeout();

    /** The transport could not send. */
    void onSendFailure(SendFailure failure);

    /** The transaction is forgotten; its branch may be used again after one more T1. */
    void onTerminated();

    /** Why the transport did not send. */
    enum SendFailure {
        /** Nothing was sent. */
        NOT_SENT,
        /** The connection broke while sending. */
        BROKEN
    }
}
