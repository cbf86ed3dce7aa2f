package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.codec.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class PayloadCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final PayloadCodec codec = new PayloadCodec(Limits.DEFAULTS);
    private final List<Payload> payloads = List.of(
            Messages.toPeer("a", NOW).payload(),
            Messages.noticeToPeer("b", NOW).payload(),
            Messages.toIms("c", NOW).payload(),
            Messages.noticeToIms("d", Messages.toPeer("a", NOW).key(), NOW).payload());

    /** Where In-Reply-To ends: behind it are date, Max-Forwards, content type and body. */
    private static final int BEHIND_IN_REPLY_TO = Long.BYTES
            + Integer.BYTES
            + (Integer.BYTES + "text/plain;charset=UTF-8".length())
            + (Integer.BYTES + "Grüße".getBytes(StandardCharsets.UTF_8).length);

    @Test
    void whatIsWrittenIsRead() throws PayloadCodec.CorruptRowException {
        for (Payload payload : payloads) {
            assertThat(codec.decode(codec.encode(payload))).isEqualTo(payload);
        }
    }

    @Test
    void aNoticeNamesItsMessageAfterARestart() throws Exception {
        Payload.ToIms notice = (Payload.ToIms) payloads.get(3);

        Payload.ToIms read = (Payload.ToIms) codec.decode(codec.encode(notice));

        assertThat(read.message().inReplyTo()).contains("d@client");
    }

    @Test
    void rowsFromBeforeInReplyToAreRead() throws Exception {
        for (Payload payload : payloads.subList(0, 3)) {
            assertThat(codec.decode(secondVersion(payload))).isEqualTo(payload);
        }
    }

    /** As it was written before a message could name another. */
    private byte[] secondVersion(Payload payload) {
        byte[] row = codec.encode(payload);
        byte[] old = row;
        if (payload instanceof Payload.ToIms) {
            int end = row.length - BEHIND_IN_REPLY_TO;
            assertThat(Arrays.copyOfRange(row, end - Integer.BYTES, end)).containsOnly(0);
            old = new byte[row.length - Integer.BYTES];
            System.arraycopy(row, 0, old, 0, end - Integer.BYTES);
            System.arraycopy(row, end, old, end - Integer.BYTES, BEHIND_IN_REPLY_TO);
        }
        old[0] = 2;
        return old;
    }

    @Test
    void rowsOfTheFirstReleaseAreRead() throws Exception {
        // Given a row with one asserted identity where there is a list now
        byte[] row = secondVersion(payloads.get(2));
        byte[] identity = "sip:586@p2p.example.net".getBytes(StandardCharsets.UTF_8);
        int at = lastIndexOf(row, identity) - Integer.BYTES - 1;
        byte[] old = new byte[row.length - 1];
        System.arraycopy(row, 0, old, 0, at);
        System.arraycopy(row, at + 1, old, at, row.length - at - 1);
        old[0] = 1;

        assertThat(row[at]).isEqualTo((byte) 1);
        assertThat(codec.decode(old)).isEqualTo(payloads.get(2));
    }

    private static int lastIndexOf(byte[] in, byte[] what) {
        for (int i = in.length - what.length; i >= 0; i--) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new IllegalStateException("not there");
    }

    @Test
    void truncatedRowsAreNamedAsSuch() {
        for (Payload payload : payloads) {
            byte[] row = codec.encode(payload);
            for (int length = 0; length < row.length; length++) {
                byte[] cut = Arrays.copyOf(row, length);
                assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(PayloadCodec.CorruptRowException.class);
            }
        }
    }

    @Test
    void damagedRowsThrowNothingElse() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] row = codec.encode(payloads.get(random.nextInt(payloads.size())));
            row[random.nextInt(row.length)] = (byte) random.nextInt();
            try {
                codec.decode(row);
            } catch (PayloadCodec.CorruptRowException expected) {
                assertThat(expected).hasMessageStartingWith("outbox row");
            }
        }
    }
}
