package io.pigw.gateway.sip;

import io.pigw.p2psip.Bytes;
import java.util.Arrays;
import java.util.Optional;

/** Takes a datagram apart: one message, and what is left over is noise (RFC 3261 §18.3, RFC 4475 §3.1.1.8). */
final class Datagrams {

    private Datagrams() {}

    /**
     * A datagram taken apart.
     *
     * @param scan its head, or the rule that its framing breaks
     * @param body empty where a rule is broken
     */
    record Cut(HeadScan scan, Bytes body) {}

    static Cut cut(byte[] message, HeadScanner scanner, SipLimits limits) {
        int end = HeadEnd.find(message);
        int headLength = end < 0 ? message.length : end;
        HeadScan scan = scanner.scan(message, headLength);
        int present = message.length - headLength;
        Optional<Rule> broken = scan.broken();
        if (message.length > limits.datagramBytes()) {
            broken = Optional.of(Rule.TOO_LARGE);
        } else if (broken.isEmpty()) {
            broken = end < 0 ? Optional.of(Rule.UNPARSEABLE) : Ingress.datagramLength(scan.head(), present);
        }
        int length = Guard.contentLength(scan.head())
                .filter(promised -> promised >= 0 && promised <= present)
                .map(Long::intValue)
                .orElse(present);
        Bytes body = broken.isPresent()
                ? Bytes.EMPTY
                : Bytes.copyOf(Arrays.copyOfRange(message, headLength, headLength + length));
        return new Cut(new HeadScan(scan.head(), broken), body);
    }
}
