package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandardInputTest {

    private final InputStream before = System.in;

    @AfterEach
    void restore() {
        System.setIn(before);
    }

    @Test
    void theFirstLineIsTaken() {
        given("  AGbUuhC4xYY \nmore\n");

        assertThat(StandardInput.line("--token")).isEqualTo("AGbUuhC4xYY");
    }

    @Test
    void nothingIsSaidToBeMissing() {
        given("");

        assertThatThrownBy(() -> StandardInput.line("--token"))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("--token - wants the secret");
    }

    private static void given(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
