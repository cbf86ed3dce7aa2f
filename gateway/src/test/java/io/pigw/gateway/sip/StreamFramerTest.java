package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The framing of streams, at its limits. */
final class StreamFramerTest {

    private static final SipLimits LIMITS = new SipLimits(1_300, 1_024, 100, 8, 8, 1, 1 << 16);

    private final EmbeddedChannel channel = new EmbeddedChannel(Framers.framer(LIMITS));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void framesTheSameHoweverTheBytesCome(int piece) {
        byte[] bytes = (head("Content-Length: 4") + "body" + head("l: 0") + "\r\n" + head("Content-Length:1") + "x")
                .getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
        }

        assertThat(frames()).extracting(frame -> frame.body().toUtf8()).containsExactly("body", "", "x");
    }

    @Test
    void takesAHeadAtTheLimitAndNoneOverIt() {
        String fits = filled(1_024);
        assertThat(fits).hasSize(1_024);
        assertThat(write(fits))
                .singleElement()
                .extracting(StreamFramer.Item.Frame::last)
                .isEqualTo(false);

        assertThat(write(filled(1_025)))
                .singleElement()
                .satisfies(frame -> assertThat(frame.scan().broken()).contains(Rule.HEAD_TOO_LONG));
    }

    @Test
    void takesABodyAtTheLimitAndNoneOverIt() {
        assertThat(write(head("Content-Length: 100") + "x".repeat(100)))
                .singleElement()
                .extracting(frame -> frame.body().size())
                .isEqualTo(100);

        assertThat(write(head("Content-Length: 101")))
                .singleElement()
                .satisfies(frame -> assertThat(frame.scan().broken()).contains(Rule.TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016\u0003\u0001", " MESSAGE", "(", "\u0000"})
    void losesAStreamThatCannotBeSip(String garbage) {
        assertThat(write(garbage)).singleElement().satisfies(frame -> {
            assertThat(frame.scan().broken()).contains(Rule.NOT_SIP);
            assertThat(frame.last()).isTrue();
        });
    }

    @Test
    void givesUpABodyThatDoesNotCome() {
        channel.freezeTime();
        assertThat(write(head("Content-Length: 10") + "half")).isEmpty();
        channel.advanceTimeBy(Framers.PATIENCE_MILLIS - 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(write("mor")).isEmpty();

        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(frames()).singleElement().satisfies(frame -> {
            assertThat(frame.scan().broken()).contains(Rule.TRUNCATED);
            assertThat(frame.last()).isTrue();
        });
    }

    @Test
    void givesUpAHeadThatDoesNotEnd() {
        channel.freezeTime();
        assertThat(write("MESSAGE sip:a@b SIP/2.0\r\nl: 0\r\n")).isEmpty();

        channel.advanceTimeBy(Framers.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(frames()).singleElement().satisfies(frame -> {
            assertThat(frame.scan().broken()).contains(Rule.NOT_SIP);
            assertThat(frame.last()).isTrue();
        });
    }

    @Test
    void hasPatienceWithASilentStreamBetweenMessages() {
        channel.freezeTime();
        assertThat(write(head("Content-Length: 1") + "x")).hasSize(1);

        channel.advanceTimeBy(10 * Framers.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(frames()).isEmpty();
        assertThat(write(head("Content-Length: 1") + "y")).hasSize(1);
    }

    @Test
    void readsNothingMoreOnceTheFramingIsLost() {
        assertThat(write(head("Content-Length: x"))).singleElement().satisfies(frame -> {
            assertThat(frame.scan().broken()).contains(Rule.BAD_CONTENT_LENGTH);
            assertThat(frame.last()).isTrue();
        });

        assertThat(write(head("Content-Length: 0"))).isEmpty();
    }

    @Test
    void takesHeaderLinesAndValuesAtTheLimitAndNoneOverIt() {
        HeadScanner scanner = new HeadScanner(LIMITS);

        assertThat(scan(scanner, "A: 1\r\n".repeat(8)).broken()).isEmpty();
        assertThat(scan(scanner, "A: 1\r\n".repeat(9)).broken()).contains(Rule.TOO_MANY_HEADERS);
        assertThat(scan(scanner, "A: 1" + ",2".repeat(7) + "\r\n").broken()).isEmpty();
        assertThat(scan(scanner, "A: 1" + ",2".repeat(8) + "\r\n").broken()).contains(Rule.TOO_MANY_HEADERS);
    }

    @Test
    void unfoldsLinesAndKnowsCompactNames() {
        HeadScan scan = scan(new HeadScanner(LIMITS), "v: SIP/2.0/UDP\r\n  a;branch=x,\r\n\tSIP/2.0/UDP b\r\ni : 1\n");

        assertThat(scan.broken()).isEqualTo(Optional.empty());
        assertThat(scan.head().list("Via")).containsExactly("SIP/2.0/UDP a;branch=x", "SIP/2.0/UDP b");
        assertThat(scan.head().first("Call-ID")).contains("1");
    }

    private static HeadScan scan(HeadScanner scanner, String fields) {
        byte[] bytes = ("MESSAGE sip:a@b SIP/2.0\r\n" + fields + "\r\n").getBytes(StandardCharsets.UTF_8);
        return scanner.scan(bytes, bytes.length);
    }

    private static String head(String field) {
        return "MESSAGE sip:a@b SIP/2.0\r\n" + field + "\r\n\r\n";
    }

    private static String filled(int length) {
        String front = "MESSAGE sip:a@b SIP/2.0\r\nl: 0\r\nX: ";
        return front + "y".repeat(length - front.length() - 4) + "\r\n\r\n";
    }

    private List<StreamFramer.Item.Frame> write(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        return frames();
    }

    private List<StreamFramer.Item.Frame> frames() {
        List<StreamFramer.Item.Frame> frames = new ArrayList<>();
        for (Object item = channel.readInbound(); item != null; item = channel.readInbound()) {
            if (item instanceof StreamFramer.Item.Frame frame) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
