package io.pigw.enrollment.ca;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an authority is opened with.
 *
 * @param files its folder
 * @param overlay for whose nodes it signs
 * @param validity of what it signs, 1 minute to 30 days
 * @param keys where its keys are
 * @param automatic whether it makes root and all by itself if there is nothing: for development
 * @param publication goes into each certificate; null: nothing is published
 */
public record AuthoritySettings(
        CaFiles files,
        String overlay,
        Duration validity,
        IssuingKeys keys,
        boolean automatic,
        @Nullable PublicationUrls publication) {

    /** Checks the validity. */
    public AuthoritySettings {
        if (validity.compareTo(Duration.ofMinutes(1)) < 0
                || validity.compareTo(CertificateAuthority.MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("ca.validity must be 1 minute to 30 days, not " + validity);
        }
    }

    /** For development and tests: makes everything by itself, the keys' password beside them. */
    public static AuthoritySettings automatic(CaFiles files, String overlay, Duration validity) {
        IssuingKeys keys = new IssuingKeys(
                Password.in(files.directory().resolveSibling(files.directory().getFileName() + ".password")), null);
        return new AuthoritySettings(files, overlay, validity, keys, true, null);
    }

    /** The same with other places of publication. */
    public AuthoritySettings publishedAt(PublicationUrls urls) {
        return new AuthoritySettings(files, overlay, validity, keys, automatic, urls);
    }
}
