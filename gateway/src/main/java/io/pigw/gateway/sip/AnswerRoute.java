package io.pigw.gateway.sip;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where an answer goes over a stream when the connection of its request is gone (RFC 3261 §18.2.2): to the address that the request
 * came from, which is what {@code received} says, at the port of sent-by.
 */
final class AnswerRoute {

    private static final int TLS_PORT = 5061;

    private AnswerRoute() {}

    /**
     * Reads it off the answer.
     *
     * @param from the other end of the connection that is gone
     * @param secure over TLS the other end must prove the host of sent-by (RFC 5922 §7.3)
     */
    static Optional<Dialled.Target> of(SipHead answer, InetSocketAddress from, boolean secure) {
        return answer.list("Via").stream().findFirst().flatMap(TopVia::read).map(via -> target(via, from, secure));
    }

    private static Dialled.Target target(TopVia via, InetSocketAddress from, boolean secure) {
        String sentBy = via.sentBy();
        int colon = sentBy.indexOf(':', sentBy.lastIndexOf(']') + 1);
        int port = colon < 0 && secure ? TLS_PORT : via.port();
        String host = colon < 0 ? sentBy : sentBy.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return new Dialled.Target(new InetSocketAddress(from.getAddress(), port), secure ? bare : "");
    }
}
