package io.pigw.gateway.registration;

import io.pigw.gateway.isim.CardIsim;
import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.isim.SoftIsim;
import io.pigw.gateway.sip.SipText;
import io.pigw.runtime.config.Default;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway registers with the core. Exactly one of {@code soft}, {@code card} and {@code password} is there.
 *
 * @param soft an ISIM in software
 * @param card an ISIM on a card, by PC/SC
 * @param password SIP digest with a password
 * @param contactUser the user of our Contact
 * @param expiry what is asked for
 * @param firstRetry base of the pauses: doubled with each failure, the first included (RFC 5626 §4.5)
 * @param maxRetry the longest pause
 */
public record RegistrationConfig(
        @Nullable Soft soft,
        @Nullable Card card,
        @Nullable Password password,
        @Default("pigw") String contactUser,
        @Default("600000s") Duration expiry,
        @Default("30s") Duration firstRetry,
        @Default("30m") Duration maxRetry) {

    private static final Duration MIN_EXPIRY = Duration.ofSeconds(60);

    /** Checks the values. */
    public RegistrationConfig {
        long sources = Stream.of(soft, card, password).filter(Objects::nonNull).count();
        if (sources != 1) {
            throw new IllegalArgumentException("sip.registration needs one of soft, card and password");
        }
        if (!SipText.isToken(contactUser)) {
            throw new IllegalArgumentException("sip.registration.contactUser must be one word of letters and digits");
        }
        if (expiry.compareTo(MIN_EXPIRY) < 0 || expiry.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("sip.registration.expiry must be 60 s to 2^31 - 1 s");
        }
        if (!firstRetry.isPositive()
                || firstRetry.compareTo(maxRetry) > 0
                || maxRetry.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "sip.registration.firstRetry must be above 0, and maxRetry between it and one day");
        }
    }

    /**
     * An ISIM in software.
     *
     * @param impi private user identity
     * @param impus public user identities
     * @param domain the home domain; that of {@code impi} when absent
     * @param key file with {@code k=} and {@code op=} or {@code opc=}, of mode 0600
     * @param sequence file of the accepted sequence numbers
     */
    public record Soft(
            String impi, List<String> impus, @Nullable String domain, Path key, Path sequence) {
        /** Checks the identities. */
        public Soft {
            var _ = identity(impi, impus, domain);
        }
    }

    /**
     * An ISIM on a card, which says itself who the subscriber is.
     *
     * @param reader part of the reader's name; any reader with a card when absent
     * @param pin file whose first line is the PIN, of mode 0600; none when absent
     */
    public record Card(@Nullable String reader, @Nullable Path pin) {}

    /**
     * A password.
     *
     * @param impi private user identity
     * @param impus public user identities
     * @param domain the home domain; that of {@code impi} when absent
     * @param file whose first line is the password, of mode 0600
     */
    public record Password(
            String impi, List<String> impus, @Nullable String domain, Path file) {
        /** Checks the identities. */
        public Password {
            var _ = identity(impi, impus, domain);
        }
    }

    private static IsimIdentity identity(String impi, List<String> impus, @Nullable String domain) {
        return new IsimIdentity(impi, impus, domain != null ? domain : impi.substring(impi.indexOf('@') + 1));
    }

    /**
     * Opens what answers challenges. Blocks.
     *
     * @throws IOException if a file is not as it must be; the message says what to do
     */
    public Credentials open() throws IOException {
        if (soft != null) {
            return new AkaCredentials(
                    SoftIsim.open(identity(soft.impi, soft.impus, soft.domain), soft.key, soft.sequence));
        }
        if (card != null) {
            return new AkaCredentials(CardIsim.of(card.reader, card.pin));
        }
        if (password != null) {
            return PasswordCredentials.open(identity(password.impi, password.impus, password.domain), password.file);
        }
        throw new IllegalStateException("checked at construction");
    }

    RegistrationSettings settings(String contactUri) {
        return new RegistrationSettings(contactUri, expiry, new Backoff(firstRetry, maxRetry));
    }
}
