package io.pigw.enrollment.exclude;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.exclude.Proposal.Evidence;
import io.pigw.enrollment.exclude.Proposal.Grounds;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a proposal, and what is said of the rest. */
class ProposalReaderTest {

    private static final String GOOD = """
            {"node": "586", "grounds": "audits",
             "evidence": {"good": 1.5, "bad": 12, "counterparties": 4, "destinations": 6},
             "detail": "dropped 12 of 14 (Köln)"}
            """;

    @Test
    void readsAProposal() {
        assertThat(read(GOOD))
                .isEqualTo(new ProposalReader.Read.Good(new Proposal(
                        NodeId.of(586), Grounds.AUDITS, new Evidence(1.5, 12, 4, 6), "dropped 12 of 14 (Köln)")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"586\"` | `586` | node is no text",
                "`\"586\"` | `\"0586\"` | without leading zeros",
                "`\"586\"` | `\"-1\"` | decimal digits",
                "`\"586\"` | `\"340282366920938463463374607431768211456\"` | 2^128",
                "`\"586\"` | `null` | node is no text",
                "`audits` | `AUDITS` | grounds is contradiction or audits",
                "`1.5` | `\"1.5\"` | evidence.good is no number",
                "`1.5` | `-1` | evidence.good must be 0 to",
                "`1.5` | `1e10` | evidence.good must be 0 to",
                "`1.5` | `1e999` | evidence.good must be 0 to",
                "`1.5` | `NaN` | not JSON",
                "`: 4` | `: 4.5` | evidence.counterparties is no whole number",
                "`: 4` | `: -4` | evidence.counterparties must be 0 to",
                "`: 6` | `: 6000000000` | evidence.destinations is no whole number",
                "`, \"destinations\": 6` | `` | evidence has no field destinations",
                "`\"destinations\": 6` | `\"destinations\": 6, \"more\": 1` | evidence has a field that is not known",
                "`\"node\": \"586\"` | `\"node\": \"586\", \"force\": true` | the body has a field that is not known",
                "`\"node\": \"586\"` | `\"node\": \"586\", \"node\": \"587\"` | not JSON",
                "`{\"node\"` | `[{\"node\"` | not JSON",
                "`(Köln)\"}` | `(Köln)\"} {}` | not JSON",
                "`(Köln)` | `\\n` | one line of text",
                "`(Köln)` | `\\u2028` | one line of text",
                "`(Köln)` | `\\u202e` | one line of text",
                "`(Köln)` | `\\ud800` | one line of text",
                "`{\"good\": 1.5, \"bad\": 12, \"counterparties\": 4, \"destinations\": 6}` | `[[[[[1]]]]]` | not JSON",
                "`{\"good\": 1.5, \"bad\": 12, \"counterparties\": 4, \"destinations\": 6}` | `4` | evidence is no JSON object",
            })
    void saysWhatIsWrong(String part, String instead, String reason) {
        assertThat(GOOD).contains(part);

        ProposalReader.Read read = read(GOOD.replace(part, instead));

        assertThat(read)
                .isInstanceOfSatisfying(
                        ProposalReader.Read.Bad.class,
                        bad -> assertThat(bad.reason()).contains(reason));
    }

    @Test
    void takesNothingLong() {
        String longest = GOOD.replace("dropped 12 of 14 (Köln)", "x".repeat(Proposal.MAX_DETAIL));

        assertThat(read(longest)).isInstanceOf(ProposalReader.Read.Good.class);
        assertThat(read(longest.replace("xxx", "xxxx"))).hasToString("Bad[reason=detail has at most 200 characters]");
        assertThat(read(GOOD + " ".repeat(ProposalReader.MAX_BYTES)))
                .hasToString("Bad[reason=a proposal has at most 4096 bytes]");
    }

    @Test
    void takesNothingThatIsNotUtf8() {
        byte[] latin1 = GOOD.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ProposalReader.read(Bytes.copyOf(latin1))).hasToString("Bad[reason=the body is not UTF-8]");
        assertThat(ProposalReader.read(Bytes.copyOf(new byte[0]))).isInstanceOf(ProposalReader.Read.Bad.class);
    }

    private static ProposalReader.Read read(String json) {
        return ProposalReader.read(Bytes.copyOf(json.getBytes(StandardCharsets.UTF_8)));
    }
}
