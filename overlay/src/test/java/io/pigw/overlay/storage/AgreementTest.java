package io.pigw.overlay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.record.StoreResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to who stored, when the three do not agree. */
class AgreementTest {

    @ParameterizedTest
    @CsvSource({
        "3, STORED,                          ",
        "3, STORED STORED,                   STORED",
        "3, KNOWN STORED,                    STORED",
        "3, KNOWN KNOWN,                     KNOWN",
        "3, STORED OLDER,                    OLDER",
        "3, STORED NOT_HERE FULL,            NOT_HERE",
        "3, OLDER STORED STORED,             STORED",
        "3, '',                              ",
        "2, STORED,                          ",
        "2, STORED STORED,                   STORED",
        "1, STORED,                          STORED",
        "1, FULL,                            FULL"
    })
    void twoOfThemDecide(int holders, String answers, StoreResult expected) {
        Agreement agreement = new Agreement(1, holders);

        Arrays.stream(answers.split(" "))
                .filter(word -> !word.isEmpty())
                .forEach(word -> agreement.add(List.of(StoreResult.valueOf(word))));

        assertThat(agreement.results()).isEqualTo(Optional.ofNullable(expected).map(List::of));
        assertThat(agreement.allHeld()).isEqualTo(expected != null && expected.isHeld());
    }

    @Test
    void anAnswerToFewerValuesIsNone() {
        Agreement agreement = new Agreement(2, 1);

        agreement.add(List.of(StoreResult.STORED));

        assertThat(agreement.results()).isEmpty();
    }
}
