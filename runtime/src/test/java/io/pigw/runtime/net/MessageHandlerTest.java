package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.runtime.identity.Validity;
import io.pigw.runtime.metrics.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel whose time stands until it is moved, and which counts how often more is asked for. */
class MessageHandlerTest {

    private static final int IN_ONE_READ = 1_000;
    private static final long MESSAGE_MILLIS = 15_000;

    private final Metrics counted = new Metrics();
    private final LinkMetrics metrics = new LinkMetrics(counted);
    private final List<P2psipMessage> received = new ArrayList<>();
    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel(reads);

    private static final class Reads extends ChannelOutboundHandlerAdapter {
        private int asked;

        @Override
        public void read(ChannelHandlerContext context) {
            asked++;
            context.read();
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whoSendsTooMuchIsReadNoFurtherUntilItsTimeComesAndLosesNothing() {
        channel.freezeTime();
        channel.pipeline().addLast(handler(new LinkPace(nanos())));
        for (int sent = 0; sent <= LinkPace.BURST; sent += IN_ONE_READ) {
            channel.writeInbound(messages(IN_ONE_READ));
        }
        assertThat(received).hasSize(LinkPace.BURST);
        assertThat(channel.config().isAutoRead()).isFalse();

        int before = reads.asked;
        channel.writeInbound(messages(1)); // what the kernel had handed over already
        channel.flushInbound();
        assertThat(reads.asked).as("nothing more is asked for").isEqualTo(before);
        assertThat(received).hasSize(LinkPace.BURST);

        channel.advanceTimeBy(LinkPace.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        int inThePause = (int) (LinkPace.PER_SECOND * LinkPace.PAUSE_MILLIS / 1_000);
        assertThat(received).hasSize(LinkPace.BURST + inThePause);
        assertThat(reads.asked).as("too much is left of the last read").isEqualTo(before);

        for (int left = IN_ONE_READ + 1; left > 0; left -= inThePause) {
            channel.advanceTimeBy(LinkPace.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(received).hasSize(LinkPace.BURST + IN_ONE_READ + 1);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(reads.asked).isGreaterThan(before);
    }

    @Test
    void theOperatorsNodesAreReadAsFastAsTheyWrite() {
        channel.freezeTime();
        channel.pipeline().addLast(handler(null));

        channel.writeInbound(messages(2 * LinkPace.BURST));

        assertThat(received).hasSize(2 * LinkPace.BURST);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whoStopsWithinAMessageLosesTheLinkInTime() {
        channel.freezeTime();
        channel.pipeline().addLast(handler(null));
        ByteBuf message = messages(1);
        channel.writeInbound(message.readRetainedSlice(1));

        pass(MESSAGE_MILLIS - 1);
        channel.writeInbound(message.slice(1, message.readableBytes() - 1)); // but for its last byte
        assertThat(channel.isActive()).isTrue();
        pass(1);

        assertThat(channel.isActive()).isFalse();
        assertThat(received).isEmpty();
        assertThat(count("pigw_messages_unfinished_total")).isEqualTo(1);
        assertThat(count("pigw_decode_errors_total", "rule", "truncated")).isZero();
    }

    @Test
    void whoIsSlowButSteadyIsHeard() {
        channel.freezeTime();
        channel.pipeline().addLast(handler(null));
        ByteBuf two = messages(2);
        int each = two.readableBytes() / 2;

        channel.writeInbound(two.readRetainedSlice(1));
        pass(MESSAGE_MILLIS - 1);
        channel.writeInbound(two.readRetainedSlice(each)); // the first one's end, and one byte of the second
        pass(MESSAGE_MILLIS - 1);
        channel.writeInbound(two.readRetainedSlice(each - 1));
        two.release();
        pass(10 * MESSAGE_MILLIS);

        assertThat(received).hasSize(2);
        assertThat(channel.isActive()).as("nothing is under way").isTrue();
    }

    @Test
    void whatIsNotReadForAMomentIsNotMissed() {
        channel.freezeTime();
        LinkPace pace = new LinkPace(nanos());
        channel.pipeline().addLast(handler(pace));
        ByteBuf message = messages(1);
        channel.writeInbound(message.readRetainedSlice(1));
        pass(MESSAGE_MILLIS - 1);

        pace.isOpen(nanos());
        pace.spend(4_096 * LinkPace.BURST); // over another link of the same node
        channel.writeInbound(message);
        pass(1);
        assertThat(received).isEmpty();
        assertThat(channel.isActive()).isTrue();
        pass(LinkPace.PAUSE_MILLIS);

        assertThat(received).hasSize(1);
        assertThat(channel.isActive()).isTrue();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private double count(String meter, String... labels) {
        return counted.count(meter, labels);
    }

    private MessageHandler handler(@Nullable LinkPace pace) {
        NodeCertificate peer = new NodeCertificate(
                NodeId.of(586), "p2p.example.net", Role.PEER, List.of(), Bytes.EMPTY, Bytes.EMPTY, Instant.MAX);
        Link link = new Link(
                peer,
                new Validity(Instant.MIN, Instant.MAX),
                peer,
                new HostPort("127.0.0.1", 1),
                null,
                channel,
                EndpointOptions.DEFAULTS,
                metrics);
        return new MessageHandler(
                link,
                EndpointOptions.DEFAULTS,
                (_, message) -> received.add(message),
                metrics,
                new Conduct(channel.eventLoop().ticker(), (_, _) -> {}, metrics),
                pace);
    }

    private long nanos() {
        return channel.eventLoop().ticker().nanoTime();
    }

    private static ByteBuf messages(int count) {
        ByteBuf bytes = Unpooled.buffer();
        for (int i = 0; i < count; i++) {
            P2psipEncoder.encode(
                    new NameMessage.Fetch(new Transaction(i + 1), new Party.User("alice", "p2p.example.net")), bytes);
        }
        return bytes;
    }
}
