package io.pigw.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table "what an answer to the gateway means" of docs/protocol.md. */
final class CodesTest {

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, 200 202",
        "TRY_AGAIN, 480 486 500 502 503",
        "TRY_AGAIN_UNCERTAIN, 408 504",
        "REFUSED_UNCERTAIN, 482 600 603 604 606 607",
        "REFUSED, 300 302 400 401 403 404 405 407 410 413 415 416 420 481 483 488 501 505 513 580"
    })
    void ofTheCore(Codes.Meaning meaning, String codes) {
        for (String code : codes.split(" ")) {
            assertThat(Codes.ofSip(Integer.parseInt(code))).as(code).isEqualTo(meaning);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, 200 202",
        "TRY_AGAIN, 302 480 482 503",
        "TRY_AGAIN_UNCERTAIN, 408",
        "REFUSED, 301 400 403 404 413 415 420 483 486 500 501 504 600 603"
    })
    void ofACsp(Codes.Meaning meaning, String codes) {
        for (String code : codes.split(" ")) {
            assertThat(Codes.ofP2psip(Integer.parseInt(code))).as(code).isEqualTo(meaning);
        }
    }
}
