package io.pigw.runtime.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Verifiers;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuthoritiesTest {

    private final TestClock clock = TestClock.atPresent();
    private final TestPki pki = TestPki.create();
    private final TestPki rotated = pki.withNewIssuingCa();
    private final NodeIdentity self = pki.issue(Role.PEER, 586);
    private final NodeIdentity other = rotated.issue(Role.PEER, 700);
    private final Verifiers verifiers = new Verifiers(clock);
    private final Authorities authorities = new Authorities();

    @Test
    void aCertificateOfTheNewIssuingCaIsKnownAlone() throws Exception {
        assertThat(verdict()).isInstanceOf(Verifier.Verdict.Invalid.class);

        ask(() -> List.of(pki.issuing(), rotated.issuing()));

        assertThat(verdict()).isInstanceOf(Verifier.Verdict.Valid.class);
    }

    @Test
    void anotherRootsCaIsNotLearnt() throws Exception {
        ask(() -> List.of(TestPki.create().issuing(), other.chain().getFirst()));

        assertThat(verdict()).isInstanceOf(Verifier.Verdict.Invalid.class);
    }

    @Test
    void itAsksOnceAnHourAlsoWhenNobodyAnswers() throws Exception {
        assertThat(authorities.isDue(clock.instant())).isTrue();

        ask(() -> {
            throw new IOException("not now");
        });

        assertThat(authorities.isDue(clock.instant().plus(Duration.ofMinutes(53))))
                .isFalse();
        assertThat(authorities.isDue(clock.instant().plus(Authorities.EVERY))).isTrue();
    }

    private void ask(Authorities.Source source) throws InterruptedException {
        authorities.refresh(source, verifiers, self, new Random(1), clock.instant());
    }

    private Verifier.Verdict verdict() throws Exception {
        X509Certificate alone = other.chain().getFirst();
        return verifiers.of(self).check(Bytes.copyOf(alone.getEncoded()));
    }
}
