package io.pigw.gateway.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What transactions and the application need of a head, each part by its grammar and as written.
 *
 * @param uri the Request-URI; empty for a response
 * @param via the topmost
 * @param callId visible ASCII characters
 * @param cseq 0 to 2^31 - 1
 * @param method of the request, or in a response's CSeq
 */
record Envelope(String uri, TopVia via, NameAddr from, NameAddr to, String callId, long cseq, String method) {

    private static final int DIGEST_BYTES = 16;

    /**
     * What names the client's transaction, in the form of a branch: the topmost branch, sent-by and method (RFC 3261 §17.2.3), as
     * the RI compares the branch alone, and two clients may have the same. A client of RFC 2543 gives none: then all that is
     * compared instead, so that the RI need not search its transactions for each such request.
     */
    String transaction() {
        String asked = method.equals("ACK") ? "INVITE" : method;
        String compared = via.hasModernBranch()
                ? String.join("\n", via.branch().orElseThrow().toLowerCase(Locale.ROOT), sentBy(), asked)
                : String.join(
                        "\n",
                        uri,
                        to.tag().orElse(""),
                        from.tag().orElse(""),
                        callId,
                        Long.toString(cseq),
                        asked,
                        via.toString());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(compared.getBytes(StandardCharsets.UTF_8));
            return "z9hG4bK" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String sentBy() {
        return via.host().toLowerCase(Locale.ROOT) + ":" + via.port();
    }

    /**
     * The lines of a request that the RI's transactions look at. Its Via leads to where the answer goes (RFC 3261 §18.2.2, RFC 3581
     * §4), so that the RI looks up no name that a stranger wrote.
     */
    void appendRequest(StringBuilder head, Source source) {
        int port = via.rport() ? source.address().getPort() : via.port();
        String host = source.host();
        append(head, source.transport(), (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port, transaction());
    }

    /** The lines of a response that the RI's transactions look at. */
    void appendResponse(StringBuilder head) {
        append(head, via.transport(), via.sentBy(), via.branch().orElseThrow());
    }

    private void append(StringBuilder head, String transport, String sentBy, String branch) {
        head.append("Via: SIP/2.0/").append(transport).append(' ').append(sentBy);
        head.append(";branch=").append(branch);
        head.append("\r\nFrom: <sip:from.invalid>");
        from.tag().ifPresent(tag -> head.append(";tag=").append(tag));
        head.append("\r\nTo: <sip:to.invalid>");
        to.tag().ifPresent(tag -> head.append(";tag=").append(tag));
        head.append("\r\nCall-ID: ").append(callId);
        head.append("\r\nCSeq: ").append(cseq).append(' ').append(method).append("\r\n");
    }
}
