package io.pigw.enrollment.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.store.Issued;
import io.pigw.enrollment.store.OwnCertificates;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerIdentityTest {

    private static final Duration NODES_VALIDITY = Duration.ofMinutes(30);
    private static final Duration OWN = CertificateAuthority.MAX_VALIDITY;

    private final Records store = new Records();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void livesLongerThanNodesCertificatesAndIsReplacedAtHalfOfItsLife(@TempDir Path directory) throws Exception {
        ServerIdentity identity = identity(directory);
        identity.renewIfDue();
        SslContext first = identity.context();

        now = now.plus(OWN.dividedBy(2)).minusSeconds(1);
        identity.renewIfDue();
        SslContext before = identity.context();
        now = now.plusSeconds(1);
        identity.renewIfDue();

        assertThat(before).isSameAs(first);
        assertThat(identity.context()).isNotSameAs(first);
        assertThat(store.own).hasSize(2);
        assertThat(store.own.getLast().notAfter()).isEqualTo(now.plus(OWN));
    }

    @Test
    void servesNothingThatIsNotOnRecord(@TempDir Path directory) throws Exception {
        ServerIdentity identity = identity(directory);
        store.broken = true;

        assertThatThrownBy(identity::renewIfDue).hasMessageContaining("on record");

        assertThatThrownBy(identity::context).isInstanceOf(IllegalStateException.class);
    }

    private ServerIdentity identity(Path directory) throws Exception {
        InstantSource clock = () -> now;
        SecureRandom random = new SecureRandom();
        CertificateAuthority authority = CertificateAuthority.open(
                AuthoritySettings.automatic(new CaFiles(directory.resolve("ca")), "p2p.example.net", NODES_VALIDITY),
                clock,
                random);
        return new ServerIdentity(authority, store, List.of("localhost"), clock, random);
    }

    /** Keeps the server's own certificates. */
    private static final class Records implements OwnCertificates {
        private final List<Issued> own = new ArrayList<>();
        private boolean broken;

        @Override
        public CompletableFuture<Void> recordOwn(Issued certificate, Instant now) {
            if (broken) {
                return CompletableFuture.failedFuture(new IllegalStateException("disk full"));
            }
            own.add(certificate);
            return CompletableFuture.completedFuture(null);
        }
    }
}
