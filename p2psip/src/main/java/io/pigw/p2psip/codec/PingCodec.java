package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code PingRequest} (the paper, Figure 5) and {@code PingResponse}. */
final class PingCodec {

    /** The only start line that may stand within a body. */
    static final String PING_REQUEST_LINE = SessionLine.PREFIX + SessionLine.PING_REQUEST;

    /** Certificates in DER, each after its length in two bytes, big-endian. */
    static final String CERTIFICATES = "application/p2psip-certificates";

    private static final int MAX_CERTIFICATE_BYTES = 65_535;

    private PingCodec() {}

    static PingRequest readRequest(Head head, ByteBuf body) throws DecodeException {
        return new PingRequest(
                Values.callId(head),
                Values.transaction(head),
                Values.contact(head, HeaderName.CSP_ID, HeaderName.CSP_IP, HeaderName.CSP_PORT),
                Values.nodeId(head, HeaderName.DEST_ID),
                Values.maxForwards(head),
                isUnsigned(head) ? null : terms(head),
                route(head),
                certificates(head, body));
    }

    static PingResponse readResponse(Head head, ByteBuf body) throws DecodeException {
        return new PingResponse(
                Values.callId(head),
                Values.transaction(head),
                Values.contact(head, HeaderName.CSP_ID, HeaderName.CSP_IP, HeaderName.CSP_PORT),
                Values.contact(head, HeaderName.DEST_ID, HeaderName.DEST_IP, HeaderName.DEST_PORT),
                terms(head),
                arrived(head),
                route(head),
                certificates(head, body),
                Values.identity(head));
    }

    static void write(PingRequest ping, HeadWriter head) {
        head.startLine(PING_REQUEST_LINE);
        head.header(HeaderName.CALL_ID, ping.callId().value());
        head.contact(HeaderName.CSP_ID, HeaderName.CSP_IP, HeaderName.CSP_PORT, ping.csp());
        head.header(HeaderName.DEST_ID, ping.destination().toString());
        head.header(HeaderName.MAX_FORWARDS, ping.maxForwards());
        head.transaction(ping.transaction());
        PingTerms terms = ping.terms();
        if (terms != null) {
            write(terms, head);
        }
        writeRoute(ping.route(), head);
        writeCertificates(ping.certificates(), head);
    }

    static void write(PingResponse ping, HeadWriter head) {
        head.startLine(SessionLine.PREFIX + SessionLine.PING_RESPONSE);
        head.header(HeaderName.CALL_ID, ping.callId().value());
        head.contact(HeaderName.CSP_ID, HeaderName.CSP_IP, HeaderName.CSP_PORT, ping.csp());
        head.contact(HeaderName.DEST_ID, HeaderName.DEST_IP, HeaderName.DEST_PORT, ping.destination());
        head.transaction(ping.transaction());
        write(ping.terms(), head);
        head.words(HeaderName.ARRIVED, ping.arrived());
        writeRoute(ping.route(), head);
        head.identity(ping.identity());
        writeCertificates(ping.certificates(), head);
    }

    private static List<Integer> arrived(Head head) throws DecodeException {
        List<Integer> indices = new ArrayList<>();
        head.eachElement(
                HeaderName.ARRIVED, ' ', PingTerms.MAX_ROUTES, index -> indices.add(Values.smallNumber(index)));
        return indices;
    }

    private static boolean isUnsigned(Head head) {
        return !head.has(HeaderName.GROUP)
                && !head.has(HeaderName.NONCE)
                && !head.has(HeaderName.EXPIRES)
                && !head.has(HeaderName.ROUTES)
                && !head.has(HeaderName.ROUTE_INDEX);
    }

    private static PingTerms terms(Head head) throws DecodeException {
        return new PingTerms(
                head.text(HeaderName.GROUP),
                head.text(HeaderName.NONCE),
                Instant.ofEpochMilli(head.number(HeaderName.EXPIRES, PingTerms.MAX_EXPIRES.toEpochMilli())),
                (int) head.number(HeaderName.ROUTES, PingTerms.MAX_ROUTES),
                (int) head.number(HeaderName.ROUTE_INDEX, PingTerms.MAX_ROUTES));
    }

    private static void write(PingTerms terms, HeadWriter head) {
        head.header(HeaderName.GROUP, terms.group());
        head.header(HeaderName.NONCE, terms.nonce());
        head.header(HeaderName.EXPIRES, terms.expires().toEpochMilli());
        head.header(HeaderName.ROUTES, terms.routes());
        head.header(HeaderName.ROUTE_INDEX, terms.routeIndex());
    }

    private static List<RouteEntry> route(Head head) throws DecodeException {
        List<RouteEntry> route = new ArrayList<>();
        head.eachLine(HeaderName.ROUTE, head.limits().maxEntries(), line -> route.add(entry(line)));
        return route;
    }

    /** {@code signer next base64(hash) base64(signature)}. */
    static RouteEntry entry(String line) {
        int next = line.indexOf(' ');
        int hash = line.indexOf(' ', next + 1);
        int signature = line.indexOf(' ', hash + 1);
        if (next < 0 || hash < 0 || signature < 0) {
            throw new IllegalArgumentException("Route is not 'signer next hash signature'");
        }
        return new RouteEntry(
                NodeId.parse(line.substring(0, next)),
                NodeId.parse(line.substring(next + 1, hash)),
                Values.base64(line.substring(hash + 1, signature)),
                Values.base64(line.substring(signature + 1)));
    }

    private static void writeRoute(List<RouteEntry> route, HeadWriter head) {
        int max = head.limits().maxEntries();
        if (route.size() > max) {
            throw new IllegalArgumentException("Route has more than " + max + " entries");
        }
        for (RouteEntry entry : route) {
            write(entry, head);
        }
    }

    static void write(RouteEntry entry, HeadWriter head) {
        String hash = Values.base64(entry.certificateHash());
        String signature = Values.base64(entry.signature());
        head.header(HeaderName.ROUTE, entry.signer() + " " + entry.next() + " " + hash + " " + signature);
    }

    private static List<Bytes> certificates(Head head, ByteBuf body) throws DecodeException {
        Values.bodyOf(CERTIFICATES, head, body);
        List<Bytes> certificates = new ArrayList<>();
        while (body.isReadable()) {
            if (certificates.size() == head.limits().maxEntries()) {
                throw new DecodeException(Rule.TOO_MANY_ENTRIES, "more certificates than entries may be");
            }
            certificates.add(certificate(body));
        }
        return certificates;
    }

    private static Bytes certificate(ByteBuf body) throws DecodeException {
        int length = body.readableBytes() < Short.BYTES ? 0 : body.readUnsignedShort();
        if (length == 0 || length > body.readableBytes()) {
            throw new DecodeException(Rule.BAD_BODY, "a certificate is empty or cut off");
        }
        return Bytes.read(body, length);
    }

    private static void writeCertificates(List<Bytes> certificates, HeadWriter head) {
        int size = 0;
        for (Bytes certificate : certificates) {
            if (certificate.isEmpty() || certificate.size() > MAX_CERTIFICATE_BYTES) {
                throw new IllegalArgumentException("a certificate has 1 to 65535 bytes");
            }
            size += Short.BYTES + certificate.size();
        }
        if (certificates.size() > head.limits().maxEntries()
                || size > head.limits().maxBodyBytes()) {
            throw new IllegalArgumentException("the certificates are over the limits");
        }
        if (size > 0) {
            head.header(HeaderName.CONTENT_TYPE, CERTIFICATES);
        }
        head.header(HeaderName.CONTENT_LENGTH, size);
        head.end();
        for (Bytes certificate : certificates) {
            head.out().writeShort(certificate.size());
            certificate.writeTo(head.out());
        }
    }
}
