package io.pigw.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code PIGW_LOG} never lets more be logged than was asked for. */
class LogLevelTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "unset",
            value = {"unset,INFO", "'',INFO", "' ',INFO", "verbose,INFO", "debug,DEBUG", "WARN,WARN", " error ,ERROR"})
    void whatIsNoLevelCountsAsNotSet(String text, String level) {
        assertThat(LogLevel.level(text)).isEqualTo(level);
    }
}
