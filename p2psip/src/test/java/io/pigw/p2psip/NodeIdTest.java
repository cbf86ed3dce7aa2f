package io.pigw.p2psip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {

    private static final String GREATEST = "340282366920938463463374607431768211455";

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 59, 60, 63, 64, 65, 119, 120, 127, 128})
    void readsWritesAndOrdersAsBigIntegerDoes(int bits) {
        RandomGenerator random = Seeded.random(bits);
        for (int i = 0; i < 2_000; i++) {
            BigInteger a = Seeded.number(bits, random);
            BigInteger b = Seeded.number(bits, random);

            NodeId idA = NodeId.parse(a.toString());
            NodeId idB = NodeId.parse(b.toString());

            assertThat(idA.toBigInteger()).isEqualTo(a);
            assertThat(idA.toString()).isEqualTo(a.toString());
            assertThat(Integer.signum(idA.compareTo(idB))).isEqualTo(a.compareTo(b));
            assertThat(idA.equals(idB)).isEqualTo(a.equals(b));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551615",
                "18446744073709551616",
                GREATEST
            })
    void holdsTheEndsOfEachWord(String digits) {
        assertThat(NodeId.parse(digits).toBigInteger()).isEqualTo(new BigInteger(digits));
        assertThat(NodeId.parse(digits)).hasToString(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                " 1",
                "1 ",
                "0x1",
                "١",
                "1234567890123456789O",
                "340282366920938463463374607431768211456",
                "999999999999999999999999999999999999999",
                "0000000000000000000000000000000000000001"
            })
    void refusesWhatIsNotAnIdOf128Bits(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void refusesNegativeValues(long value) {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeId.of(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "586", GREATEST + "0"})
    void tellsDigits(String text) {
        assertThat(NodeId.isDecimal(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5a", "alice@ericsson.com", "٣"})
    void tellsWhatIsNotDigits(String text) {
        assertThat(NodeId.isDecimal(text)).isFalse();
    }
}
