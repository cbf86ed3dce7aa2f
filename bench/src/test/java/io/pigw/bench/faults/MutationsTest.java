package io.pigw.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bad input: some of it is none any more, some is still a message. */
class MutationsTest {

    private final Random random = new Random(7);

    @Test
    void goodMessagesAreReadAndOfMutatedOnesSome() {
        int read = 0;
        int broken = 0;
        for (int i = 0; i < 500; i++) {
            byte[] good = Mutations.message(NodeId.of(1), NodeId.of(2), Instant.EPOCH, random);
            assertThat(isRead(good)).isTrue();
            if (isRead(Mutations.of(good, random))) {
                read++;
            } else {
                broken++;
            }
        }

        assertThat(read).isGreaterThan(50);
        assertThat(broken).isGreaterThan(50);
    }

    private static boolean isRead(byte[] bytes) {
        try {
            return new P2psipDecoder(Limits.DEFAULTS).decode(Unpooled.wrappedBuffer(bytes)) != null;
        } catch (DecodeException broken) {
            return false;
        }
    }
}
