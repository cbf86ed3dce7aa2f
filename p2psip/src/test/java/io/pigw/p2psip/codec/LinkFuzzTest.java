package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.Seeded;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Mutated messages over one link after the other, 40,000 or as many as {@code fuzz.messages} says, of each kind that either end of a link
 * writes, cut into reads of any size; after each a good one is read. {@code fuzz.seed} gives other ones.
 */
class LinkFuzzTest {

    private static final long MESSAGES = Long.getLong("fuzz.messages", 40_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int LONGEST_READ = 400;

    private final RandomGenerator random = Seeded.random(SEED);
    private final List<byte[]> goldens = FuzzInputs.goldens();
    private final List<P2psipMessage> messages =
            goldens.stream().map(LinkFuzzTest::read).toList();
    private Link link = new Link();
    private long survived;
    private long broken;
    private long unfinished;

    @Test
    void theNextGoodMessageIsReadAfterEachBadOne() {
        for (long i = 0; i < MESSAGES; i++) {
            byte[] bad = FuzzInputs.mutated(goldens.get((int) (i % goldens.size())), random);
            int good = random.nextInt(goldens.size());
            try {
                send(bad, good);
            } catch (DecodeException | RuntimeException | AssertionError unexpected) {
                throw new AssertionError("message " + i + " of seed " + SEED + ": " + FuzzInputs.hex(bad), unexpected);
            }
        }

        assertThat(survived + broken + unfinished).isEqualTo(MESSAGES);
        assertThat(List.of(survived, broken, unfinished)).allMatch(some -> some > MESSAGES / 5_000);
    }

    private void send(byte[] bad, int good) throws DecodeException {
        try {
            link.read(bad);
            if (link.isBetweenMessages()) {
                survived++;
            } else {
                link.read(goldens.get(good)); // is taken for the rest of the bad one
                unfinished++;
                link = new Link();
            }
        } catch (DecodeException closed) {
            broken++;
            require(isThrownAgain(closed), "a closed link reads on");
            link = new Link();
        }
        require(link.read(goldens.get(good)).equals(List.of(messages.get(good))), "a good message is not read");
    }

    private boolean isThrownAgain(DecodeException closed) {
        try {
            link.read(goldens.getFirst());
            return false;
        } catch (DecodeException again) {
            return again == closed;
        }
    }

    /** AssertJ's would take longer than what is tested. */
    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }

    private static P2psipMessage read(byte[] golden) {
        try {
            return Wire.decode(golden);
        } catch (DecodeException refused) {
            throw new AssertionError("a good message is refused", refused);
        }
    }

    /** The end of a link that reads. */
    private final class Link {

        private final P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS);
        private final ByteBuf in = Unpooled.buffer(LONGEST_READ);

        /** What is read of the bytes, which come in pieces. */
        List<P2psipMessage> read(byte[] bytes) throws DecodeException {
            List<P2psipMessage> read = new ArrayList<>();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(LONGEST_READ));
                in.writeBytes(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
                for (P2psipMessage next = decoder.decode(in); next != null; next = decoder.decode(in)) {
                    read.add(next);
                }
                in.discardReadBytes();
            }
            return read;
        }

        boolean isBetweenMessages() {
            return !in.isReadable();
        }
    }
}
