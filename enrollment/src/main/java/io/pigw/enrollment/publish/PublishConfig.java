package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.PublicationUrls;
import io.pigw.enrollment.ocsp.OcspLimits;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Default;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and when is published what is revoked.
 *
 * @param listen plain HTTP
 * @param url by which every node reaches {@code listen}; it goes into each certificate. Null: {@code http://} and
 *     {@code listen}
 * @param crl when CRLs are made; null: hourly, good for a day
 * @param ocsp how OCSP answers are; null: good for an hour
 */
public record PublishConfig(
        HostPort listen,
        @Nullable String url,
        @Nullable Crl crl,
        @Nullable Ocsp ocsp) {

    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

    /** Checks that there is a URL that can go into certificates. */
    public PublishConfig {
        if (url != null) {
            try {
                new PublicationUrls(URI.create(url));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("publish.url: " + e.getMessage(), e);
            }
        } else if (WILDCARDS.contains(listen.host())) {
            throw new IllegalArgumentException("publish.url is needed where publish.listen is any address: the URL by"
                    + " which every node reaches it, such as http://ca.example.net:8080");
        }
    }

    /** On that address, with everything else as usual. */
    public static PublishConfig on(HostPort listen) {
        return new PublishConfig(listen, null, null, null);
    }

    /**
     * When CRLs are made.
     *
     * @param every a new one, 1 minute to a day
     * @param life how long it is good, at least twice {@code every}, at most 30 days
     */
    public record Crl(
            @Default("1h") Duration every, @Default("24h") Duration life) {
        /** Checks the ranges. */
        public Crl {
            new CrlTimes(every, life);
        }
    }

    /**
     * How OCSP answers are.
     *
     * @param life how long one is good, 1 minute to 7 days
     */
    public record Ocsp(@Default("1h") Duration life) {
        /** Checks the range. */
        public Ocsp {
            OcspLimits.DEFAULT.withLife(life);
        }
    }

    CrlTimes times() {
        return crl == null ? CrlTimes.DEFAULT : new CrlTimes(crl.every(), crl.life());
    }

    OcspLimits ocspLimits() {
        return ocsp == null ? OcspLimits.DEFAULT : OcspLimits.DEFAULT.withLife(ocsp.life());
    }

    /** What goes into certificates, as far as it is known before anything listens: not with port 0 and without a URL. */
    public Optional<PublicationUrls> urls() {
        return url == null && listen.port() == 0 ? Optional.empty() : Optional.of(urls(listen));
    }

    PublicationUrls urls(HostPort bound) {
        return new PublicationUrls(URI.create(url == null ? "http://" + bound : url));
    }
}
