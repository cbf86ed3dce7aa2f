package io.pigw.cli.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.runtime.trace.MessageTrace;
import io.pigw.runtime.trace.WireTap;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the times at which the paper's measurements end (§5.1), both at the gateway: a peer's P2PSIP 200 in scenario 1, the
 * IMS client's SIP 200 in scenario 2. Thread-safe.
 */
final class Confirmations implements WireTap, MessageTrace {

    private static final int MAX_WAITING = 10_000;
    private static final String START = "P2PSIP/2.0 200";

    private final WireTap next;
    private final String gateway;
    private final BlockingQueue<Long> ofPeers = new ArrayBlockingQueue<>(MAX_WAITING);
    private final BlockingQueue<Long> ofIms = new ArrayBlockingQueue<>(MAX_WAITING);

    /** Passes on to another tap. */
    Confirmations(NodeId gateway, WireTap next) {
        this.gateway = gateway.toString();
        this.next = next;
    }

    /** Forgets what came before. */
    void clear() {
        ofPeers.clear();
        ofIms.clear();
    }

    /** {@link System#nanoTime()} of a peer's next 200; null when none comes in time. */
    @Nullable
    Long awaitPeer(long millis) throws InterruptedException {
        return ofPeers.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** {@link System#nanoTime()} of the IMS client's next 200; null when none comes in time. */
    @Nullable
    Long awaitIms(long millis) throws InterruptedException {
        return ofIms.poll(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void record(CallId callId, String from, String to, String what) {
        if (to.equals(gateway) && what.startsWith("SIP 2")) {
            ofIms.offer(System.nanoTime());
        }
    }

    @Override
    public void sent(NodeCertificate by, NodeCertificate to, Bytes message) {
        next.sent(by, to, message);
    }

    @Override
    public void received(NodeCertificate by, NodeCertificate from, Bytes bytes) {
        if (by.role() == Role.GATEWAY) {
            long now = System.nanoTime();
            int answers = answersToMessages(bytes.toArray());
            for (int i = 0; i < answers; i++) {
                ofPeers.offer(now);
            }
        }
        next.received(by, from, bytes);
    }

    /** How many answers to a MESSAGE are among the bytes: several may have come at once, and answers to signs of life with them. */
    private static int answersToMessages(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int answers = 0;
        for (int at = text.indexOf(START); at >= 0; at = text.indexOf(START, at + 1)) {
            if (isOfMessage(Unpooled.wrappedBuffer(bytes, at, bytes.length - at))) {
                answers++;
            }
        }
        return answers;
    }

    private static boolean isOfMessage(ByteBuf bytes) {
        try {
            P2psipMessage message = new P2psipDecoder(Limits.DEFAULTS).decode(bytes);
            return message instanceof Response response && response.callId() != null;
        } catch (DecodeException partOfALongerOne) {
            return false;
        }
    }
}
