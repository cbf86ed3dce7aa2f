package io.pigw.gateway.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** The RI's one listener: requests go to the application server, the rest to whoever sent the request that it is about. */
final class StackListener implements SipListener {

    private static final Status STARTING =
            new Status(503, "Service Unavailable", List.of(new HeaderField("Retry-After", "1")));

    private final SipMetrics metrics;
    private volatile @Nullable Consumer<IncomingRequest> requests;

    StackListener(SipMetrics metrics) {
        this.metrics = metrics;
    }

    void requests(Consumer<IncomingRequest> listener) {
        requests = listener;
    }

    @Override
    public void processRequest(RequestEvent event) {
        Consumer<IncomingRequest> listener = requests;
        if (event.getRequest() instanceof SIPRequest request
                && request.getApplicationData() instanceof Received received) {
            SipProvider provider = (SipProvider) event.getSource();
            IncomingRequest incoming = new IncomingRequest(request, received, provider, metrics);
            if (listener != null) {
                listener.accept(incoming);
            } else if (!incoming.method().equals(Request.ACK)) {
                incoming.refuse(STARTING);
            }
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        if (event.getResponse() instanceof SIPResponse response
                && response.getApplicationData() instanceof Received received) {
            events(event.getClientTransaction())
                    .ifPresent(events -> events.onResponse(response.getStatusCode(), received.head()));
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()) {
            events(event.getClientTransaction()).ifPresent(ClientEvents::onTimeout);
        }
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        if (!event.isServerTransaction()) {
            events(event.getClientTransaction()).ifPresent(ClientEvents::onTerminated);
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        // sending is watched where it happens: OutgoingBytes
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        // MESSAGE makes no dialogs (RFC 3428 §4)
    }

    private static Optional<ClientEvents> events(@Nullable ClientTransaction transaction) {
        return transaction != null && transaction.getApplicationData() instanceof ClientEvents events
                ? Optional.of(events)
                : Optional.empty();
    }
}
