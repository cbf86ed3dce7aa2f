package io.pigw.gateway.as;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import java.time.Instant;
import java.util.Optional;

/**
 * A SIP MESSAGE that the application server found in order. A client that repeats it after its transaction has ended is known by
 * (asserted identity, else From; From tag; Call-ID; CSeq).
 *
 * @param requestUri whom it is for: a {@code sip}, {@code sips} or {@code tel} URI
 * @param fromUri who it says it is from
 * @param fromTag absent from old clients
 * @param toUri whom it was first addressed to: P-Called-Party-ID from trusted sources, else To
 * @param callId at most as long as a head may be
 * @param cseq 0 to 2^31 - 1
 * @param trusted whether the trust domain brought it
 * @param assertedIdentity the sip URI, else the tel URI, of P-Asserted-Identity, from trusted sources alone (RFC 3325 §8)
 * @param anonymous whether the sender wants its identity withheld (Privacy: id or user; RFC 3323 §4.2, RFC 3325 §7)
 * @param date when it was written, if it says so
 * @param expiresAt after which it is of no use, if it says so: Expires after Date, or after it came (RFC 3428 §7)
 * @param maxForwards 1 to 255
 * @param contentType with its parameters, as written
 * @param body byte for byte
 * @param source where it came from
 * @param transport {@code UDP}, {@code TCP} or {@code TLS}
 */
public record ImsMessage(
        String requestUri,
        String fromUri,
        Optional<String> fromTag,
        String toUri,
        String callId,
        long cseq,
        boolean trusted,
        Optional<String> assertedIdentity,
        boolean anonymous,
        Optional<Instant> date,
        Optional<Instant> expiresAt,
        int maxForwards,
        String contentType,
        Bytes body,
        HostPort source,
        String transport) {}
