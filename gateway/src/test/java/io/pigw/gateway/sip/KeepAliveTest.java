package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Pings on a connection that we dialled (RFC 5626 §4.4.1). */
final class KeepAliveTest {

    private final CountingMetrics metrics = new CountingMetrics();
    private final StreamFramer framer = Framers.framer(SipLimits.DEFAULT);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    KeepAliveTest() {
        channel.freezeTime();
        channel.pipeline().addLast(framer);
        channel.pipeline().addLast(new KeepAlive(framer, Duration.ofSeconds(30), new SplittableRandom(7), metrics));
        channel.pipeline().fireChannelActive();
    }

    @Test
    void pingsAfterEightyToAHundredPercentOfThePause() {
        after(23_999);
        assertThat(sent()).isEmpty();

        after(6_001);
        assertThat(sent()).isEqualTo("\r\n\r\n");
    }

    @Test
    void livesOnWithWhoNeverAnswers() {
        after(30_000);
        assertThat(sent()).isNotEmpty();

        for (int i = 0; i < 5; i++) {
            after(10_000);
            after(30_000);
            assertThat(sent()).isEqualTo("\r\n\r\n");
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void closesWhenAnAnswerStaysAwayThatUsedToCome() {
        after(30_000);
        receive("\r\n");
        after(30_000);
        assertThat(channel.isOpen()).isTrue();

        after(9_000);
        assertThat(channel.isOpen()).isTrue();
        after(7_000);

        assertThat(channel.isOpen()).isFalse();
        assertThat(metrics.of(SipMetrics.CONNECTIONS, "no_pong")).isEqualTo(1);
    }

    @Test
    void takesAPongForNothingElse() {
        after(30_000);

        receive("\r\n");
        receive("\r\n\r\n");

        assertThat(channel.<Object>readInbound()).isEqualTo(new StreamFramer.Item.Ping());
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void seesAPongInTheMidstOfMessages() {
        after(30_000);
        sent();

        receive("OPTIONS sip:a@b SIP/2.0\r\nl: 0\r\n\r\n\r\nOPTIONS sip:a@b SIP/2.0\r\nl: 0\r\n\r\n");
        after(20_000);

        assertThat(channel.<Object>readInbound()).isInstanceOf(StreamFramer.Item.Frame.class);
        assertThat(channel.<Object>readInbound()).isInstanceOf(StreamFramer.Item.Frame.class);
        assertThat(channel.isOpen()).isTrue();
    }

    private void after(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private String sent() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.append(next.toString(StandardCharsets.US_ASCII));
            next.release();
        }
        return all.toString();
    }
}
