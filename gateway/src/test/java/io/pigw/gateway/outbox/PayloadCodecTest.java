package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.codec.Limits;
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

    @Test
    void whatIsWrittenIsRead() throws PayloadCodec.CorruptRowException {
        for (Payload payload : payloads) {
            assertThat(codec.decode(codec.encode(payload))).isEqualTo(payload);
        }
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
