package io.pigw.enrollment.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.p2psip.Bytes;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cache is told of CRLs. */
class CatalogueTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Instant now = NOON.plusMillis(200);

    @Test
    void theSecondListOfASecondIsNewerForWhoeverAsksByTheTime(@TempDir Path directory) throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(
                new CaFiles(directory.resolve("ca")),
                "p2p.example.net",
                Duration.ofDays(30),
                () -> now,
                new SecureRandom());
        String issuer = authority.current().keyId();
        Catalogue catalogue = new Catalogue(authority, () -> now);
        catalogue.add(list(issuer, 1));
        String first = found(catalogue).lastModified(now).orElseThrow();
        assertThat(found(catalogue).isKnown(null, first)).isTrue();

        now = NOON.plusMillis(700);
        catalogue.add(list(issuer, 2));

        assertThat(found(catalogue).isKnown(null, first)).isFalse();
        assertThat(found(catalogue).lastModified(now)).as("a time to come").isEmpty();
        now = NOON.plusSeconds(1);
        assertThat(found(catalogue).lastModified(now)).contains("Sat, 21 Nov 2026 12:00:01 GMT");
    }

    private static Crl list(String issuer, long number) {
        return new Crl(issuer, number, NOON, NOON.plusSeconds(3_600), 0, Bytes.utf8("list " + number));
    }

    private static Artifact found(Catalogue catalogue) {
        return ((Catalogue.Found.It) catalogue.find("/crl")).artifact();
    }
}
