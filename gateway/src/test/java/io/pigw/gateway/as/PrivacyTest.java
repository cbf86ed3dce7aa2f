package io.pigw.gateway.as;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3323 §4.2, RFC 3325 §9.3. */
final class PrivacyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id               | true",
                "user             | true",
                "ID ; Critical    | true",
                "header           | false",
                "session          | false",
                "header;session   | false",
                "history;critical | false",
                "header;id        | true",
                "header, id       | true",
                "none             | false",
                "none;id;critical | false",
                "unheard-of       | false",
                "''               | false"
            })
    void withholdsTheNameWhereItIsToldTo(String field, boolean anonymous) {
        Privacy privacy = Privacy.of(List.of(field));

        assertThat(privacy.anonymous()).isEqualTo(anonymous);
        assertThat(privacy.failed()).isEmpty();
    }

    @Test
    void readsAllFields() {
        assertThat(Privacy.of(List.of("header", "id")).anonymous()).isTrue();
        assertThat(Privacy.of(List.of()).anonymous()).isFalse();
    }

    @Test
    void saysWhatIsCriticalAndCannotBeGiven() {
        assertThat(Privacy.of(List.of("id;unheard-of;critical")).failed()).containsExactly("unheard-of");
    }

    @Test
    void noneWins() {
        assertThat(Privacy.of(List.of("none;unheard-of;critical")).failed()).isEmpty();
    }
}
