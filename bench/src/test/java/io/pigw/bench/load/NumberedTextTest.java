package io.pigw.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberedTextTest {

    @Test
    void theNumberIsRead() {
        assertThat(NumberedText.number(NumberedText.of(0x1a2bL))).hasValue(0x1a2bL);
    }

    @Test
    void anotherTextHasNone() {
        assertThat(NumberedText.number("Meet me")).isEmpty();
        assertThat(NumberedText.number(NumberedText.around("no hexadecimals!"))).isEmpty();
    }
}
