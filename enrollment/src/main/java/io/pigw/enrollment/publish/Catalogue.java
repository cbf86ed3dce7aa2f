package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.IssuingAuthority;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What there is to fetch: {@code /crl}, {@code /crl/KEYID}, the root's too, {@code /ca}, {@code /ca/KEYID}. Any thread. */
final class Catalogue {

    private static final String CRL = "/crl";
    private static final String CA = "/ca";
    private static final String CRL_TYPE = "application/pkix-crl";
    private static final String CERTIFICATE_TYPE = "application/pkix-cert";

    /** A CRL is replaced at any revocation, so a cache asks again soon; the answer is mostly a 304. */
    private static final Duration CRL_AGE = Duration.ofMinutes(1);

    private static final Duration CERTIFICATE_AGE = Duration.ofDays(1);

    private final CertificateAuthority authority;
    private final InstantSource clock;
    private final String root;
    private final Map<String, Artifact> crls = new ConcurrentHashMap<>();
    private final Map<String, Artifact> certificates = new ConcurrentHashMap<>();

    Catalogue(CertificateAuthority authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
        this.root = IssuingAuthority.keyIdOf(authority.root());
    }

    /** Takes a new CRL. It counts as modified now, and later than the one before: two of one second are told apart. */
    void add(Crl crl) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        crls.compute(crl.issuer(), (_, last) -> {
            Instant next = last == null ? now : last.modified().plusSeconds(1);
            return new Artifact(crl.der().toArray(), CRL_TYPE, next.isAfter(now) ? next : now, CRL_AGE);
        });
        crls.keySet()
                .removeIf(issuer ->
                        !issuer.equals(root) && authority.issuer(issuer).isEmpty());
    }

    /** What an answer to that path is. */
    sealed interface Found {
        /** This. */
        record It(Artifact artifact) implements Found {}

        /** Nothing yet, but there will be. */
        record NotYet() implements Found {}

        /** Nothing. */
        record Nothing() implements Found {}
    }

    Found find(String path) {
        if (path.equals(CRL)) {
            return crl(authority.current().keyId());
        }
        if (path.startsWith(CRL + "/")) {
            return crl(path.substring(CRL.length() + 1));
        }
        if (path.equals(CA)) {
            return certificate(authority.current());
        }
        if (path.startsWith(CA + "/")) {
            return authority
                    .issuer(path.substring(CA.length() + 1))
                    .map(this::certificate)
                    .orElse(new Found.Nothing());
        }
        return new Found.Nothing();
    }

    private Found crl(String issuer) {
        Optional<Artifact> crl = Optional.ofNullable(crls.get(issuer));
        if (crl.isPresent()) {
            return new Found.It(crl.get());
        }
        return authority.issuer(issuer).isPresent() ? new Found.NotYet() : new Found.Nothing();
    }

    private Found certificate(IssuingAuthority issuer) {
        return new Found.It(certificates.computeIfAbsent(issuer.keyId(), _ -> artifact(issuer)));
    }

    private static Artifact artifact(IssuingAuthority issuer) {
        try {
            return new Artifact(
                    issuer.certificate().getEncoded(),
                    CERTIFICATE_TYPE,
                    issuer.certificate().getNotBefore().toInstant(),
                    CERTIFICATE_AGE);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("an authority's certificate has no encoding", e);
        }
    }
}
