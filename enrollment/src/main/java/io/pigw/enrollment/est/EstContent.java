package io.pigw.enrollment.est;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.pigw.p2psip.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the server hands out beside new certificates. Any thread; nothing blocks. */
final class EstContent {

    private static final Bytes ATTRIBUTES = Bytes.copyOf(CsrAttributes.base64());

    private final Supplier<List<X509Certificate>> authorities;
    private final Supplier<Optional<Bytes>> csps;
    private volatile Encoded encoded = new Encoded(List.of(), Bytes.copyOf(new byte[0]));

    private record Encoded(List<X509Certificate> certificates, Bytes base64) {}

    /**
     * The content.
     *
     * @param authorities roots and issuing certificates, as they are now
     * @param csps the signed list of proxies, if there is one
     */
    EstContent(Supplier<List<X509Certificate>> authorities, Supplier<Optional<Bytes>> csps) {
        this.authorities = authorities;
        this.csps = csps;
    }

    Reply get(Operation operation) {
        return switch (operation) {
            case CACERTS -> new Reply.Found(Reply.Kind.AUTHORITIES, authorities());
            case CSRATTRS -> new Reply.Found(Reply.Kind.ATTRIBUTES, ATTRIBUTES);
            case CSPS ->
                csps.get()
                        .<Reply>map(list -> new Reply.Found(Reply.Kind.CSPS, list))
                        .orElseGet(() -> Reply.Refused.of(
                                HttpResponseStatus.NOT_FOUND, "this server has no list of proxies configured"));
            case SIMPLEENROLL, SIMPLEREENROLL, EXCLUSIONS ->
                throw new IllegalArgumentException(operation + " takes a request");
        };
    }

    Reply enrolled(List<X509Certificate> chain) {
        return new Reply.Found(
                Reply.Kind.ENROLLED,
                Bytes.copyOf(CertsOnly.base64(chain)),
                csps.get().isPresent());
    }

    private Bytes authorities() {
        List<X509Certificate> now = authorities.get();
        Encoded known = encoded;
        if (!known.certificates().equals(now)) {
            known = new Encoded(List.copyOf(now), Bytes.copyOf(CertsOnly.base64(now)));
            encoded = known;
        }
        return known.base64();
    }
}
