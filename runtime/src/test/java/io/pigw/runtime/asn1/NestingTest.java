package io.pigw.runtime.asn1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encodings by hand (X.690 §8.1). */
class NestingTest {

    @ParameterizedTest
    @CsvSource({
        "3000, true, an empty sequence",
        "30030201ff, true, a sequence with a number",
        "3080020107 0000, true, the same without a length",
        "308030800201070000 0000, true, two of them",
        "0403303030, true, what looks nested within octets",
        "308104 30020500, true, a length in two octets",
        "1f8101 00, true, a tag in two octets",
        "3082ffff00, false, longer than there is",
        "30800201, false, cut off",
        "30803080 0000, false, one end too few",
        "0000, false, an end without a beginning",
        "0480 0000, false, octets without a length",
        "30020203010203, false, a child longer than its parent",
        "3085000000000102, false, a length in five octets",
    })
    void whatHasTheFormIsRead(String hex, boolean expected, String why) {
        assertThat(Nesting.isShallow(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .as(why)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"32, true", "33, false", "32768, false"})
    void whatIsNestedDeeplyIsNot(int levels, boolean expected) {
        assertThat(Nesting.isShallow(HexFormat.of().parseHex("3080".repeat(levels) + "0000".repeat(levels))))
                .isEqualTo(expected);
        assertThat(Nesting.isShallow(HexFormat.of().parseHex("3080".repeat(levels))))
                .isFalse();
    }
}
