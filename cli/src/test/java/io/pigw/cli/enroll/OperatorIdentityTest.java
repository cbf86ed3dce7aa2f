package io.pigw.cli.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.runtime.identity.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Operators are told in time that their certificate ends. */
class OperatorIdentityTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(30));
    private static final Validity MONTH = new Validity(BEGIN, END);

    private final OperatorIdentity identity = new OperatorIdentity(Path.of("olivia"));

    @Test
    void nothingIsSaidWhileMoreThanAThirdIsLeft() {
        Instant twentiethDay = BEGIN.plus(Duration.ofDays(20));

        assertThat(identity.warning(MONTH, twentiethDay.minusSeconds(1))).isEmpty();
        assertThat(identity.warning(MONTH, twentiethDay))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains(END.toString())
                        .contains("pigw enroll operator-renew --identity olivia"));
    }

    @Test
    void whatHasEndedCannotRenewItself() {
        assertThat(identity.warning(MONTH, END))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("has ended")
                        .contains("operator-token")
                        .doesNotContain("operator-renew"));
    }
}
