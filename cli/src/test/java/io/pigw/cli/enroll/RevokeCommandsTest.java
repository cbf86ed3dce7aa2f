package io.pigw.cli.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever revokes reads what came of it, also where there was no certificate. */
class RevokeCommandsTest {

    private static final String CHANGED = "'changed':[{'serial':'1f','node':'586'}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                CHANGED + ",'unchanged':[],'blocked':false,'tokens':0|revoked: 1f of node 586",
                CHANGED + ",'unchanged':[{}],'blocked':true,'tokens':2"
                        + "|revoked: 1f of node 586/1 as before/unused tokens taken back: 2/account eve is blocked",
                "'changed':[],'unchanged':[{},{}],'blocked':false,'tokens':0|2 as before",
                "'changed':[],'unchanged':[],'blocked':true,'tokens':0"
                        + "|no living certificate of account eve/account eve is blocked",
                "'changed':[],'unchanged':[],'blocked':false,'tokens':1"
                        + "|no living certificate of account eve/unused tokens taken back: 1",
            })
    void saysWhatHappened(String answer, String lines) throws Exception {
        String json = "{" + answer.replace('\'', '"') + "}";

        assertThat(String.join("/", RevokeCommands.said(new ObjectMapper().readTree(json), "revoked", "account eve")))
                .isEqualTo(lines);
    }
}
