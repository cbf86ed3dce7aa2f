package io.pigw.runtime.admin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.Bytes;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a body that is refused: what is wrong and where, and nothing that is in it. */
class AdminRequestTest {

    record Order(@Nullable String name, @Nullable Boolean now) {
        Order {
            if (name != null && name.length() > 8) {
                throw new IllegalArgumentException("a name has 8 characters at most");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "secret                   ! it is no JSON",
                "{\"name\": secret}        ! it is no JSON",
                "{\"secret\": 1}           ! an unknown key; known are [name, now]",
                "{\"now\": \"secret\"}      ! a value is no Boolean",
                "{\"name\": {\"secret\": 1}}! a value is no String",
                "{\"name\": \"longer secret\"} ! a name has 8 characters at most",
            })
    void tellsThePlaceAndNotTheText(String body, String told) {
        AdminRequest request = new AdminRequest(Map.of(), Map.of(), Bytes.utf8(body));

        assertThatThrownBy(() -> request.json(Order.class))
                .hasMessageStartingWith("the body is not as expected: line 1, column ")
                .hasMessageContaining(told)
                .hasMessageNotContaining("secret");
    }
}
