package io.pigw.p2psip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against BigInteger, for the ring sizes at which words begin and end. */
class RingTest {

    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 63, 64, 65, 127, 128})
    void measuresDistancesClockwise(int bits) {
        Ring ring = new Ring(bits);
        RandomGenerator random = Seeded.random(bits);
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger from = Seeded.number(bits, random);
            BigInteger to = Seeded.number(bits, random);

            NodeId distance = ring.distance(id(from), id(to));

            assertThat(distance.toBigInteger()).isEqualTo(distance(from, to, bits));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 63, 64, 65, 127, 128})
    void addsPowersOfTwo(int bits) {
        Ring ring = new Ring(bits);
        RandomGenerator random = Seeded.random(bits);
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger from = Seeded.number(bits, random);
            int exponent = random.nextInt(bits);

            NodeId start = ring.plusPowerOfTwo(id(from), exponent);

            assertThat(start.toBigInteger())
                    .isEqualTo(from.add(BigInteger.TWO.pow(exponent)).mod(BigInteger.TWO.pow(bits)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 63, 64, 65, 127, 128})
    void knowsItsArcs(int bits) {
        Ring ring = new Ring(bits);
        RandomGenerator random = Seeded.random(bits);
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger x = Seeded.number(bits, random);
            BigInteger from = Seeded.number(bits, random);
            BigInteger to = random.nextInt(8) == 0 ? from : Seeded.number(bits, random);
            boolean whole = from.equals(to);
            BigInteger here = distance(from, x, bits);
            boolean within = whole || here.compareTo(distance(from, to, bits)) < 0;

            assertThat(ring.isInArc(id(x), id(from), id(to))).isEqualTo(within);
            assertThat(ring.isBetween(id(x), id(from), id(to)))
                    .isEqualTo(within && here.signum() != 0 && !x.equals(to));
            assertThat(ring.isInSuccessorInterval(id(x), id(from), id(to)))
                    .isEqualTo(within && here.signum() != 0 || x.equals(to));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 63, 64, 65, 127, 128})
    void holdsTheIdsBelowItsSize(int bits) {
        Ring ring = new Ring(bits);
        BigInteger size = BigInteger.TWO.pow(bits);

        assertThat(ring.contains(id(size.subtract(BigInteger.ONE)))).isTrue();
        if (bits < Ring.MAX_BITS) {
            assertThat(ring.contains(id(size))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 63, 64, 65, 127, 128})
    void drawsIdsOverTheWholeRing(int bits) {
        Ring ring = new Ring(bits);
        RandomGenerator random = Seeded.random(bits);
        int upperHalf = 0;
        for (int i = 0; i < ROUNDS; i++) {
            NodeId id = ring.random(random);
            assertThat(ring.contains(id)).isTrue();
            upperHalf += id.toBigInteger().testBit(bits - 1) ? 1 : 0;
        }
        assertThat(upperHalf).isBetween(ROUNDS * 2 / 5, ROUNDS * 3 / 5);
    }

    @Test
    void findsThePapersResponsibleProxies() {
        Ring ring = new Ring(11);

        assertThat(ring.isInArc(NodeId.of(586), NodeId.of(512), NodeId.of(1536)))
                .isTrue();
        assertThat(ring.isInArc(NodeId.of(1618), NodeId.of(1536), NodeId.of(512)))
                .isTrue();
        assertThat(ring.isInArc(NodeId.of(260), NodeId.of(1536), NodeId.of(512)))
                .isTrue();
        assertThat(ring.isInArc(NodeId.of(512), NodeId.of(1536), NodeId.of(512)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129, -1})
    void refusesOtherSizes(int bits) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ring(bits));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 11})
    void refusesPowersBeyondItself(int exponent) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ring(11).plusPowerOfTwo(NodeId.of(0), exponent));
    }

    private static BigInteger distance(BigInteger from, BigInteger to, int bits) {
        return to.subtract(from).mod(BigInteger.TWO.pow(bits));
    }

    private static NodeId id(BigInteger value) {
        return NodeId.parse(value.toString());
    }
}
