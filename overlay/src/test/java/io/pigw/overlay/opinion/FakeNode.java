package io.pigw.overlay.opinion;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/** A node without a network: requests wait to be answered, tasks for the clock to be set. Its signatures are none. */
public final class FakeNode implements Transport, Scheduler {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** All requests, the first first. */
    public final List<Sent> sent = new ArrayList<>();

    public Instant now = NOON;
    private final List<Task> tasks = new ArrayList<>();
    private final NodeCertificate self;

    /** A request that went out. */
    public record Sent(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {

        public void answer(Function<Transaction, P2psipMessage> answer) {
            then.accept(new Outcome.Answered(
                    answer.apply(request.transaction()),
                    certificate(Role.SOS, to.id().toBigInteger().longValueExact())));
        }

        public void answer(Status status) {
            answer(_ -> Response.to(request, status));
        }

        public void timeOut() {
            then.accept(new Outcome.TimedOut());
        }

        public void fail(String reason) {
            then.accept(new Outcome.Unreachable(reason));
        }
    }

    private record Task(Instant at, Runnable task) {}

    public FakeNode(Role role, long id) {
        self = certificate(role, id);
    }

    public static NodeContact contact(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", (int) (9_000 + id)));
    }

    public static NodeCertificate certificate(Role role, long id) {
        return new NodeCertificate(
                NodeId.of(id),
                "p2p.example.net",
                role,
                List.of(),
                Bytes.utf8("certificate " + id),
                Bytes.utf8("hash " + id),
                Instant.MAX);
    }

    public NodePorts ports() {
        return new NodePorts(this, this, () -> now, new Random(1), new NoSigner(self), new NoVerifier());
    }

    /** The only request since the clock was set or one was taken; there must be one. */
    public Sent take() {
        return sent.removeFirst();
    }

    /** Runs what is due within that time, in its order. */
    public void advance(Duration time) {
        Instant until = now.plus(time);
        while (true) {
            Task next = tasks.stream()
                    .filter(task -> !task.at().isAfter(until))
                    .min(Comparator.comparing(Task::at))
                    .orElse(null);
            if (next == null) {
                now = until;
                return;
            }
            tasks.remove(next);
            now = next.at();
            next.task().run();
        }
    }

    @Override
    public void send(NodeContact to, P2psipMessage message) {
        throw new UnsupportedOperationException("nothing is sent one way here");
    }

    @Override
    public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        sent.add(new Sent(to, request, timeout, then));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Task scheduled = new Task(now.plus(delay), task);
        tasks.add(scheduled);
        return () -> tasks.remove(scheduled);
    }

    private record NoSigner(NodeCertificate certificate) implements Signer {
        @Override
        public Bytes sign(Bytes content) {
            return Bytes.utf8("signature");
        }
    }

    private static final class NoVerifier implements Verifier {
        @Override
        public Verdict check(Bytes certificateDer) {
            return new Verdict.Invalid("there are no certificates here");
        }

        @Override
        public boolean verify(NodeCertificate by, Bytes content, Bytes signature) {
            return false;
        }
    }
}
