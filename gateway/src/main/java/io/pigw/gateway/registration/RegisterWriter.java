package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.sip.HeaderField;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes the REGISTERs of one run: with one Call-ID, and CSeq counted up (RFC 3261 §10.2). On the loop, but for the Call-ID. */
final class RegisterWriter {

    private static final String AUTHORIZATION = "Authorization";
    private static final int TAG_BYTES = 8;
    private static final int NONCE_BYTES = 16;

    private final String contactUri;
    private final RandomGenerator random;
    private final String callId;
    private final String fromTag;
    private long cseq;

    RegisterWriter(String contactUri, RandomGenerator random) {
        this.contactUri = contactUri;
        this.random = random;
        this.fromTag = hex(TAG_BYTES);
        this.callId = hex(NONCE_BYTES);
    }

    String callId() {
        return callId;
    }

    /** The first of an attempt: with the nonce of the attempt before, or with none (TS 24.229 §5.1.1.2.2). */
    RegisterRequest first(IsimIdentity identity, Exchange exchange, @Nullable DigestSession session) {
        exchange.use(session);
        String value = session == null
                ? DigestSession.initial(identity.impi(), identity.domain(), uri(identity))
                : session.authorize(hex(NONCE_BYTES));
        return request(identity, exchange, new HeaderField(AUTHORIZATION, value));
    }

    /**
     * The answer to a challenge.
     *
     * @param into Authorization or Proxy-Authorization
     * @param secret of which {@link Secret.None} writes nothing that a core could take
     */
    RegisterRequest answer(
            IsimIdentity identity, Exchange exchange, DigestChallenge challenge, Secret secret, String into) {
        @Nullable
        DigestSession session = switch (secret) {
            case Secret.Password password -> DigestSession.of(challenge, identity.impi(), uri(identity), password);
            case Secret.Resync resync -> DigestSession.of(challenge, identity.impi(), uri(identity), resync);
            case Secret.NotGenuine _, Secret.None _ -> null;
        };
        exchange.use(session);
        String value = session == null
                ? DigestSession.notGenuine(challenge, identity.impi(), uri(identity))
                : session.authorize(hex(NONCE_BYTES));
        return request(identity, exchange, new HeaderField(into, value));
    }

    private RegisterRequest request(IsimIdentity identity, Exchange exchange, HeaderField authorization) {
        cseq++;
        String seconds = Long.toString(exchange.expirySeconds());
        return new RegisterRequest(
                uri(identity),
                identity.impu(),
                fromTag,
                callId,
                cseq,
                List.of(
                        new HeaderField("Contact", "<" + contactUri + ">;expires=" + seconds),
                        new HeaderField("Expires", seconds),
                        new HeaderField("Supported", "path"),
                        authorization));
    }

    private String hex(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    private static String uri(IsimIdentity identity) {
        return "sip:" + identity.domain();
    }
}
