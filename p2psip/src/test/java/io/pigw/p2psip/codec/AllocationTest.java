package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.codec.DecodeException.Rule;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer can make the decoder allocate is bounded by the limits and by what it has really sent. */
class AllocationTest {

    private static final int MEBI = 1024 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aBodyThatHasNotArrivedCostsNothing() throws DecodeException {
        P2psipDecoder decoder = new P2psipDecoder(Limits.DEFAULTS.withMaxBodyBytes(16 * MEBI));
        ByteBuf in = Unpooled.wrappedBuffer(Wire.lines("P2PSIP PingRequest", "Content-Length: " + 16 * MEBI));
        assertThat(decoder.decode(in)).isNull();
        long before = THREADS.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < 1_000; i++) {
            decoder.decode(in);
        }

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MEBI);
        assertThat(in.readerIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Via: ", "Fingers: ", "Route: ", "Route-Nodes: ", "Expectations: ", "Nodes: ", "Results: ", "X: "
            })
    void aHeadFullOfSeparatorsCostsLittle(String header) {
        String line = header + ";1 h:1; 1".repeat(400) + "\r\n";
        byte[] bytes = ("P2PSIP JoinAnswer\r\n" + line.repeat(8) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(bytes.length).isLessThan(Limits.DEFAULTS.maxHeadBytes());
        feed(bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();

        feed(bytes);

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MEBI);
    }

    private static void feed(byte[] bytes) {
        try {
            assertThat(new P2psipDecoder(Limits.DEFAULTS).decode(Unpooled.wrappedBuffer(bytes)))
                    .isNotNull();
        } catch (DecodeException expected) {
            assertThat(expected.rule()).isIn(Rule.BAD_VALUE, Rule.DUPLICATE_HEADER);
        }
    }
}
