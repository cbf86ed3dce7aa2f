package io.pigw.gateway.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.pigw.p2psip.Bytes;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Locale;
import javax.sip.ClientTransaction;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.SipProvider;

/**
 * A client transaction of the RI (RFC 3261 §17.1.2) for a request whose bytes are fixed. The RI is given only the headers that its
 * transactions need, and a Route that names the next hop and never goes out.
 */
public final class OutgoingRequest {

    private final ClientTransaction transaction;

    private OutgoingRequest(ClientTransaction transaction) {
        this.transaction = transaction;
    }

    /**
     * What is sent, and where.
     *
     * @param head request line, Via, Max-Forwards, From, To, Call-ID and CSeq, each with its CRLF
     * @param wire the whole message
     * @param hop resolved
     * @param transport {@code UDP}, {@code TCP} or {@code TLS}, as in the Via
     * @param serverName over TLS, the name that the server's certificate must prove (RFC 5922 §7.3): the domain that led to the
     *     hop, not what DNS made of it; the hop's address where there was no name. Not used otherwise
     * @param t1Millis RFC 3261's T1
     */
    public record Plan(
            String head, Bytes wire, InetSocketAddress hop, String transport, String serverName, int t1Millis) {

        /** Checks that TLS has a name to verify. */
        public Plan {
            if (transport.equals(Source.TLS) && serverName.isEmpty()) {
                throw new IllegalArgumentException("TLS needs the name that the server's certificate must prove");
            }
        }

        /** One over UDP or TCP. */
        public Plan(String head, Bytes wire, InetSocketAddress hop, String transport, int t1Millis) {
            this(head, wire, hop, transport, "", t1Millis);
        }
    }

    static OutgoingRequest send(SipProvider provider, Plan plan, ClientEvents events) throws SipException {
        try {
            SIPRequest request = request(plan);
            request.setApplicationData(new OutgoingBytes(plan.wire(), plan.serverName(), events::onSendFailure));
            ClientTransaction transaction = provider.getNewClientTransaction(request);
            transaction.setApplicationData(events);
            transaction.setRetransmitTimer(plan.t1Millis());
            transaction.sendRequest();
            return new OutgoingRequest(transaction);
        } catch (ParseException e) {
            throw new SipException("the request cannot be parsed", e);
        } catch (RuntimeException e) {
            throw new SipException("the SIP stack refused the request", e);
        }
    }

    /** Ends the transaction early; {@link ClientEvents#onTerminated()} follows within T1. */
    public void abandon() {
        try {
            transaction.terminate();
        } catch (ObjectInUseException e) {
            throw new IllegalStateException("a MESSAGE has no dialog to keep its transaction", e);
        }
    }

    private static SIPRequest request(Plan plan) throws ParseException {
        String host = plan.hop().getAddress().getHostAddress();
        String route = "Route: <sip:" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":"
                + plan.hop().getPort() + ";transport=" + plan.transport().toLowerCase(Locale.ROOT) + ";lr>\r\n";
        byte[] bytes = (plan.head() + route + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return (SIPRequest) new StringMsgParser().parseSIPMessage(bytes, false, false, (e, _, _, _, _) -> {
            throw e;
        });
    }
}
