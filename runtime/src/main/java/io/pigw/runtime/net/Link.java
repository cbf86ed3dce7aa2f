package io.pigw.runtime.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.runtime.identity.Validity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated connection, and the requests of ours that wait for an answer over it. On the loop alone.
 *
 * <pre>
 *   ON_TRIAL --the other end has answered over it--> IN_USE --another takes its place--> RETIRING --all is answered--> closed
 * </pre>
 *
 * Only what takes the place of another link begins on trial; it may be lost at any time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class Link {

    static final String OVERLOADED = Outcome.Unreachable.OVERLOADED;
    private static final int USUAL_MESSAGE_BYTES = 1_024;

    /** The other end closes what it did not use for a while; here, its last message may have come so much later. */
    private static final int PART_THERE = 2;

    private final NodeCertificate node;
    private final Validity validity;
    private final NodeCertificate own;
    private final HostPort address;
    private final @Nullable NodeContact dialled;
    private final Channel channel;
    private final Limits limits;
    private final int maxPending;
    private final long quietNanos;
    private final LinkMetrics metrics;
    private final LongObjectMap<PendingRequest> pending = new LongObjectHashMap<>();
    private final List<Consumer<Link>> heirs = new ArrayList<>(0);
    private State state = State.IN_USE;
    private int owed;
    private @Nullable String closeReason;
    private @Nullable String closeReasonWhenDone;
    private long usedAtNanos;
    private boolean kept;
    private boolean closedHere;
    private boolean condemned;
    private boolean endedInOrder;

    /** Whether it is a link to send over. */
    enum State {
        /** The other end has perhaps not taken it yet. */
        ON_TRIAL,
        /** Yes. */
        IN_USE,
        /** Another one took its place. */
        RETIRING
    }

    /**
     * @param validity of the other end's certificate
     * @param own the certificate that was shown to the other end
     */
    Link(
            NodeCertificate node,
            Validity validity,
            NodeCertificate own,
            HostPort address,
            @Nullable NodeContact dialled,
            Channel channel,
            EndpointOptions options,
            LinkMetrics metrics) {
        this.node = node;
        this.validity = validity;
        this.own = own;
        this.address = address;
        this.dialled = dialled;
        this.channel = channel;
        this.limits = options.messageLimits();
        this.maxPending = options.maxPendingRequests();
        this.quietNanos = options.quiet().toNanos();
        this.metrics = metrics;
        touch();
    }

    NodeCertificate node() {
        return node;
    }

    /** Of the other end's certificate. */
    Validity validity() {
        return validity;
    }

    /** Which of our certificates was shown. */
    NodeCertificate own() {
        return own;
    }

    State state() {
        return state;
    }

    HostPort address() {
        return address;
    }

    /** To whom and where we dialled; null when the other end did. */
    @Nullable
    NodeContact dialled() {
        return dialled;
    }

    Channel channel() {
        return channel;
    }

    boolean isOpen() {
        return closeReason == null && channel.isActive();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /** Never closed for idleness. */
    void keep(boolean on) {
        kept = on;
    }

    boolean isIdleSince(long nanos) {
        return !kept && isUnusedSince(nanos);
    }

    private boolean isUnusedSince(long nanos) {
        return pending.isEmpty() && owed == 0 && usedAtNanos - nanos < 0;
    }

    /** When something last went over it. */
    long usedAtNanos() {
        return usedAtNanos;
    }

    void touch() {
        usedAtNanos = channel.eventLoop().ticker().nanoTime();
    }

    /** It is to take the place of another, once the other end has answered over it. */
    void putOnTrial() {
        state = State.ON_TRIAL;
    }

    /** The other end has answered over it. */
    void putInUse() {
        state = State.IN_USE;
    }

    /** Who wants to know of the link that takes this one's place. */
    void onRetired(Consumer<Link> heir) {
        heirs.add(heir);
    }

    /** The other link, to the same contact, is to be used from now on. This one closes by {@link #closeWhenDone}. */
    void retire(Link successor) {
        confine();
        state = State.RETIRING;
        if (kept) {
            successor.keep(true);
        }
        heirs.forEach(heir -> heir.accept(successor));
        heirs.clear();
    }

    /** Closes it once neither end owes the other an answer, and in any case after that time. */
    void closeWhenDone(String reason, Duration limit) {
        confine();
        closeReasonWhenDone = reason;
        closeIfDone();
        if (isOpen()) {
            channel.eventLoop().schedule(() -> close(reason), limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** We owe the other end one more answer. */
    void owe() {
        owed++;
    }

    /** We gave one. */
    void paid() {
        owed--;
        closeIfDone();
    }

    private void closeIfDone() {
        if (closeReasonWhenDone != null && owed == 0 && pending.isEmpty()) {
            close(closeReasonWhenDone);
        }
    }

    /** Sends. Returns null, or why it was not sent. */
    @Nullable
    String write(P2psipMessage message) {
        confine();
        if (!isOpen()) {
            return "the link is closed";
        }
        if (!channel.isWritable()) {
            return OVERLOADED;
        }
        ByteBuf out = channel.alloc().ioBuffer(USUAL_MESSAGE_BYTES);
        try {
            P2psipEncoder.encode(message, out, limits);
        } catch (IllegalArgumentException unencodable) {
            out.release();
            return "cannot be sent: " + unencodable.getMessage();
        }
        touch();
        metrics.sent();
        channel.writeAndFlush(out, channel.voidPromise());
        return null;
    }

    /** Sends a request. Returns null, or why it was not sent; then the request has not ended. */
    @Nullable
    String start(PendingRequest request) {
        confine();
        long transaction = request.request().transaction().value();
        if (pending.size() >= maxPending) {
            return OVERLOADED;
        }
        if (pending.containsKey(transaction)) {
            return "the transaction is in use";
        }
        String failure = write(request.request());
        if (failure == null) {
            pending.put(transaction, request);
            request.sentOver(this);
        }
        return failure;
    }

    /** Ends the request that the message answers, if there is one yet. */
    void answered(P2psipMessage answer) {
        confine();
        PendingRequest request = answer.transaction().isPresent()
                ? pending.get(answer.transaction().value())
                : null;
        if (request == null) {
            metrics.unmatched();
            return;
        }
        request.end(new Outcome.Answered(answer, node));
    }

    void forget(PendingRequest request) {
        long transaction = request.request().transaction().value();
        if (request.equals(pending.get(transaction))) {
            pending.remove(transaction);
            closeIfDone();
        }
    }

    /** Closes the connection; the first reason stays. */
    void close(String reason) {
        confine();
        if (closeReason == null) {
            closeReason = reason;
            closedHere = true;
            channel.close();
        }
    }

    /** Whether it was this end that closed it. */
    boolean isClosedHere() {
        return closedHere;
    }

    /** Closes the connection to a node that is not to be heard any more: what has come from it meanwhile is dropped. */
    void condemn(String reason) {
        confine();
        condemned = true;
        close(reason);
    }

    boolean isCondemned() {
        return condemned;
    }

    /** The other end said that it closes the connection, which a node that dies does not. */
    void endedInOrder() {
        endedInOrder = true;
    }

    /** The connection is gone: ends what waited for answers. Returns why. */
    String gone() {
        confine();
        String reason = closeReason == null ? reasonOfOtherEnd() : closeReason;
        closeReason = reason;
        for (PendingRequest request : List.copyOf(pending.values())) {
            request.end(new Outcome.Unreachable(Outcome.Unreachable.LINK_LOST));
        }
        return reason;
    }

    private String reasonOfOtherEnd() {
        long quiet = channel.eventLoop().ticker().nanoTime() - quietNanos / PART_THERE;
        return endedInOrder && isUnusedSince(quiet) ? LinkListener.IDLE : "closed by the other end";
    }

    private void confine() {
        if (!channel.eventLoop().inEventLoop()) {
            throw new IllegalStateException("a link is used outside its loop");
        }
    }
}
