package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.Seeded;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.UnknownRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes: messages or a decode error, the same however they are cut, stable under writing and reading again.
 * Every failure prints the input.
 */
class FuzzTest {

    private final List<byte[]> goldens = FuzzInputs.goldens();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytes(long seed) {
        RandomGenerator random = Seeded.random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            check(bytes, random);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomPieces(long seed) {
        RandomGenerator random = Seeded.random(seed);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(20); piece >= 0; piece--) {
                text.append(FuzzInputs.PIECES[random.nextInt(FuzzInputs.PIECES.length)]);
            }
            check(text.toString().getBytes(StandardCharsets.UTF_8), random);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutationsOfEachMessage(long seed) {
        RandomGenerator random = Seeded.random(seed);
        EnumSet<DecodeException.Rule> broken = EnumSet.noneOf(DecodeException.Rule.class);
        int read = 0;
        for (byte[] golden : goldens) {
            for (int i = 0; i < 500; i++) {
                Outcome outcome = check(FuzzInputs.mutated(golden, random), random);
                read += outcome.messages().size();
                if (outcome.broken() != null) {
                    broken.add(outcome.broken());
                }
            }
        }
        assertThat(read).as("messages that were still read").isGreaterThan(1_000);
        assertThat(broken).as("rules that were broken").hasSizeGreaterThan(10);
    }

    @Test
    void eachByteOfEachMessageChanged() {
        RandomGenerator random = Seeded.random(1);
        for (byte[] golden : goldens) {
            for (int i = 0; i < golden.length; i++) {
                byte[] bytes = golden.clone();
                bytes[i] ^= (byte) (1 << random.nextInt(8));
                check(bytes, random);
            }
        }
    }

    @Test
    void eachMessageCutOffAtEachByte() {
        RandomGenerator random = Seeded.random(1);
        for (byte[] golden : goldens) {
            for (int length = 0; length < golden.length; length++) {
                byte[] cut = Arrays.copyOf(golden, length);

                Outcome outcome = feed(cut, cut.length, random);

                assertThat(outcome.messages()).as(FuzzInputs.hex(cut)).isEmpty();
                assertThat(outcome.broken()).as(FuzzInputs.hex(cut)).isNull();
            }
        }
    }

    private static Outcome check(byte[] bytes, RandomGenerator random) {
        Outcome whole = feed(bytes, bytes.length, random);
        Outcome pieces = feed(bytes, 1 + random.nextInt(16), random);

        assertThat(pieces).as(FuzzInputs.hex(bytes)).isEqualTo(whole);
        for (P2psipMessage message : whole.messages()) {
            if (!(message instanceof UnknownRequest)) {
                byte[] written = Wire.encode(message);
                assertThat(feed(written, written.length, random).messages())
                        .as(FuzzInputs.hex(bytes))
                        .containsExactly(message);
            }
        }
        return whole;
    }

    /** The messages up to the end or to the first error, fed in pieces of at most the given size. */
    private static Outcome feed(byte[] bytes, int piece, RandomGenerator random) {
        P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);
        ByteBuf in = Unpooled.buffer(64);
        List<P2psipMessage> messages = new ArrayList<>();
        try {
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, piece >= bytes.length ? piece : 1 + random.nextInt(piece));
                in.writeBytes(bytes, at, length);
                at += length;
                for (P2psipMessage next = decoder.decode(in); next != null; next = decoder.decode(in)) {
                    messages.add(next);
                }
                in.discardReadBytes();
            }
            return new Outcome(messages, null);
        } catch (DecodeException broken) {
            return new Outcome(messages, broken.rule());
        } catch (RuntimeException unexpected) {
            throw new AssertionError("thrown for " + FuzzInputs.hex(bytes), unexpected);
        }
    }

    private record Outcome(List<P2psipMessage> messages, DecodeException.@Nullable Rule broken) {}
}
