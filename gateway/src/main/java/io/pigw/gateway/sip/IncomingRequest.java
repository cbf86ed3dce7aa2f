package io.pigw.gateway.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import java.util.List;
import java.util.Optional;
import javax.sip.ServerTransaction;
import javax.sip.SipProvider;
import javax.sip.TransactionAlreadyExistsException;
import javax.sip.TransactionUnavailableException;

/**
 * A request that passed the guard. It is looked at, and either refused or opened, on the thread that brought it, before the
 * listener returns.
 */
public final class IncomingRequest {

    private final SIPRequest request;
    private final Received received;
    private final SipProvider provider;
    private final SipMetrics metrics;

    IncomingRequest(SIPRequest request, Received received, SipProvider provider, SipMetrics metrics) {
        this.request = request;
        this.received = received;
        this.provider = provider;
        this.metrics = metrics;
    }

    /** The method, as written. */
    public String method() {
        return received.envelope().method();
    }

    /** The Request-URI. */
    public String uri() {
        return received.envelope().uri();
    }

    /** All header fields as text. */
    public SipHead head() {
        return received.head();
    }

    /** The body, byte for byte. */
    public Bytes body() {
        return received.body();
    }

    /** Where it came from. */
    public HostPort source() {
        return new HostPort(
                received.source().host(), received.source().address().getPort());
    }

    /** {@code UDP}, {@code TCP} or {@code TLS}. */
    public String transport() {
        return received.source().transport();
    }

    /**
     * The names in the certificate that the other end of a TLS connection proved to be its own: hosts of its {@code sip} URIs, or
     * else its DNS names (RFC 5922 §7.1), in lower case. Empty without a verified certificate.
     */
    public List<String> peerNames() {
        return received.source().peerNames();
    }

    /** 0 to 255; 70 where the request has none. */
    public int maxForwards() {
        return received.maxForwards();
    }

    /** The URI in From. */
    public String fromUri() {
        return received.envelope().from().uri();
    }

    /** The tag in From. */
    public Optional<String> fromTag() {
        return received.envelope().from().tag();
    }

    /** The URI in To. */
    public String toUri() {
        return received.envelope().to().uri();
    }

    /** The Call-ID. */
    public String callId() {
        return received.envelope().callId();
    }

    /** The sequence number. */
    public long cseq() {
        return received.envelope().cseq();
    }

    /** What names the client's transaction: the same for a retransmission, and for nothing else (RFC 3261 §17.2.3). */
    public String branch() {
        return received.envelope().transaction();
    }

    /** Answers at once and keeps no state: the same request again gets the same answer (RFC 3261 §8.2.7). */
    public void refuse(Status status) {
        StatelessReply.send(received.head(), status, received.source(), received.channel(), metrics);
    }

    /**
     * Opens a server transaction, which absorbs retransmissions until it is answered and repeats the answer after that (RFC 3261
     * §17.2.2). Empty if there is one already: then there is nothing to do.
     */
    public Optional<PendingAnswer> open() {
        try {
            ServerTransaction transaction = provider.getNewServerTransaction(request);
            return Optional.of(new PendingAnswer(transaction, request, received, metrics));
        } catch (TransactionAlreadyExistsException e) {
            return Optional.empty();
        } catch (TransactionUnavailableException e) {
            metrics.count(SipMetrics.DROPPED, "no_transaction");
            return Optional.empty();
        }
    }
}
