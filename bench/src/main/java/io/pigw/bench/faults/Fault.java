package io.pigw.bench.faults;

import io.pigw.bench.BenchException;
import io.pigw.bench.process.Build;
import io.pigw.bench.scale.Meters;
import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens to an overlay under load. */
public sealed interface Fault {

    /** Its name on the command line and in the report. */
    String label();

    /** Strikes, and lets all work again. Blocks until it does. */
    void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException;

    /** How often it strikes, if each is to strike that often. */
    default int rounds(int each) {
        return each;
    }

    /** What has to lie on a disk of its own. */
    default Needs needs() {
        return Needs.NOTHING;
    }

    /** What its processes are when they start first. */
    default Build begins() {
        return Build.present();
    }

    /** What a fault needs to strike at. */
    enum Needs {
        /** Processes. */
        NOTHING,
        /** A proxy before each CSP. */
        PROXIES,
        /** Two gateways over one database. */
        SHARED_OUTBOX,
        /** The gateway's files on a disk of their own, which is mounted for the run. */
        GATEWAY_ON_VOLUME,
        /** All files likewise. */
        ALL_ON_VOLUME
    }

    /** The power goes for a process alone: {@code kill -9}, and a start at once. All in turn. */
    record Kill() implements Fault {
        @Override
        public String label() {
            return "kill";
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            FaultedProcess process = overlay.inTurn(round);
            process.kill();
            process.start();
            process.awaitReady();
        }
    }

    /** A process is told to end ({@code SIGTERM}), and is started once it has: a rolling restart. All in turn. */
    record Restart() implements Fault {
        @Override
        public String label() {
            return "restart";
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            FaultedProcess process = overlay.inTurn(round);
            process.terminate();
            process.start();
            process.awaitReady();
        }
    }

    /**
     * An upgrade: all begin as an earlier build, and each in turn, in the order of docs/operations.md, is told to end ({@code SIGTERM})
     * and is started as the present one, with the same files. Of what an earlier build's {@code ServerMain} understands, {@code ready} and
     * {@code send} must be as they are now; all else is asked once all are new.
     *
     * @param previous what they begin as
     */
    record Roll(Build previous) implements Fault {
        @Override
        public String label() {
            return "roll";
        }

        @Override
        public int rounds(int each) {
            return FaultOverlay.PROCESSES;
        }

        @Override
        public Build begins() {
            return previous;
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            FaultedProcess process = overlay.processes().get(round);
            process.terminate();
            process.become(Build.present());
            process.start();
            process.awaitReady();
        }
    }

    /**
     * {@code kill -9} of one of two gateways that share an outbox, by turns; the other has to take over all that it had accepted before it is
     * started again.
     */
    record Takeover() implements Fault {

        private static final Duration TO_TAKE_OVER = Duration.ofSeconds(15);

        @Override
        public String label() {
            return "takeover";
        }

        @Override
        public Needs needs() {
            return Needs.SHARED_OUTBOX;
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            List<FaultedProcess> gateways = overlay.of(FaultedService.GATEWAY);
            FaultedProcess victim = gateways.get(round % gateways.size());
            FaultedProcess other = gateways.get((round + 1) % gateways.size());
            victim.kill();
            long killed = System.currentTimeMillis();
            other.rest(TO_TAKE_OVER);
            String owner = other.name().replace("gateway-", "");
            require(
                    overlay,
                    "SELECT part FROM outbox_part WHERE owner IS DISTINCT FROM '%s'".formatted(owner),
                    "parts");
            require(
                    overlay,
                    "SELECT concat_ws(' ', id, direction, 'part', part, attempts, 'attempts', reached, handed, next_attempt - accepted_at)"
                            + " FROM outbox WHERE state = 0 AND accepted_at < " + killed,
                    "messages from before the kill");
            victim.start();
            victim.awaitReady();
        }

        private static void require(FaultOverlay overlay, String none, String what) throws IOException {
            try {
                List<String> left = overlay.database().find(none);
                if (!left.isEmpty()) {
                    throw new BenchException("after " + TO_TAKE_OVER.toSeconds() + " s " + left.size() + " " + what
                            + " of the gateway that was killed are not taken over, such as " + left.getFirst());
                }
            } catch (SQLException unreadable) {
                throw new IOException("the gateways' database cannot be read", unreadable);
            }
        }
    }

    /** {@code kill -9} of a new gateway while it makes its database, each time a little later; then it must start. */
    record KillWhileCreating() implements Fault {

        private static final int STEPS = 20;
        private static final Duration STEP = Duration.ofMillis(150);

        @Override
        public String label() {
            return "create";
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            overlay.newGateways().killWhileCreating(STEP.multipliedBy(round % STEPS));
        }
    }

    /**
     * Peers with good certificates send mutated messages, and strangers bytes that are no handshake and mutated EST requests, while
     * honest messages go on.
     *
     * @param messages of each round
     */
    record Garbage(long messages) implements Fault {

        @Override
        public String label() {
            return "garbage";
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            BadInput input = overlay.badInput(round);
            List<HostPort> nodes = overlay.processes().stream()
                    .filter(process -> speaksP2psip(process.service()))
                    .map(FaultedProcess::address)
                    .toList();
            input.send(messages, nodes, overlay.enrollment());
            List<Meters> meters = new ArrayList<>();
            for (FaultedProcess process : overlay.processes()) {
                meters.add(process.meters());
            }
            overlay.sent(input.counts(meters));
        }

        /** Gateways dial, and nobody dials them. */
        private static boolean speaksP2psip(FaultedService service) {
            return switch (service) {
                case SOS, CSP, PEERS -> true;
                case ENROLLMENT, GATEWAY -> false;
            };
        }

        @Override
        public int rounds(int each) {
            return 1;
        }
    }

    /**
     * Nothing but time goes by, and nobody is to hold on to more and more.
     *
     * @param length of it
     */
    record Soak(Duration length) implements Fault {

        private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

        @Override
        public String label() {
            return "soak";
        }

        @Override
        public int rounds(int each) {
            return 1;
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws InterruptedException {
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() - end < 0) {
                overlay.rest(LOOK_EVERY);
                for (FaultedProcess process : overlay.processes()) {
                    overlay.footprints().add(process.name(), process.footprint());
                }
            }
        }
    }

    /**
     * A process is there and does nothing: {@code SIGSTOP}, then {@code SIGCONT}. All in turn.
     *
     * @param length until it goes on
     */
    record Pause(Duration length) implements Fault {
        @Override
        public String label() {
            return "pause";
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            FaultedProcess process = overlay.inTurn(round);
            process.pause();
            try {
                overlay.rest(length);
            } finally {
                process.resume();
            }
        }
    }

    /**
     * The links to a CSP carry nothing in either direction, then all of them are reset. CSPs in turn.
     *
     * @param length of the silence
     */
    record Cut(Duration length) implements Fault {
        @Override
        public String label() {
            return "cut";
        }

        @Override
        public Needs needs() {
            return Needs.PROXIES;
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws InterruptedException {
            List<TcpFaultProxy> proxies = overlay.proxies();
            TcpFaultProxy proxy = proxies.get(round % proxies.size());
            proxy.silence();
            overlay.rest(length);
            proxy.heal();
        }
    }

    /**
     * The disk with the gateway's database has no byte left.
     *
     * @param length until there is room again
     */
    record FullDisk(Duration length) implements Fault {
        @Override
        public String label() {
            return "full-disk";
        }

        @Override
        public Needs needs() {
            return Needs.GATEWAY_ON_VOLUME;
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            Volume volume = overlay.volume();
            volume.fill();
            try {
                overlay.rest(length);
            } finally {
                volume.empty();
            }
        }
    }

    /** The power goes for the whole machine: what was not forced to disk is gone. All start again. */
    record PowerLoss() implements Fault {
        @Override
        public String label() {
            return "power-loss";
        }

        @Override
        public Needs needs() {
            return Needs.ALL_ON_VOLUME;
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            for (FaultedProcess process : overlay.processes()) {
                process.pause(); // nobody answers anything that the disk has not got any more
            }
            overlay.volume().cutPower();
            for (FaultedProcess process : overlay.processes()) {
                process.kill();
            }
            overlay.volume().mountAgain();
            overlay.up();
        }
    }

    /**
     * A process is started anew with a clock that is wrong, ahead and behind by turns, and what it carries
     * with it is measured; then anew with the right one. All in turn.
     *
     * @param by how much
     */
    record Skew(Duration by) implements Fault {
        @Override
        public String label() {
            return "skew";
        }

        @Override
        public void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException {
            FaultedProcess process = overlay.inTurn(round);
            process.kill();
            process.start(FakeTime.by((round + round / overlay.processes().size()) % 2 == 0 ? by : by.negated()));
            process.awaitReady();
            if (process.service() == FaultedService.PEERS) {
                overlay.load().sendAgain(process);
            }
            overlay.rest(TO_WARM_UP);
            overlay.load().measure(overlay, SKEWED);
            process.kill();
            process.start();
            process.awaitReady();
        }

        private static final Duration TO_WARM_UP = Duration.ofSeconds(10);
        private static final Duration SKEWED = Duration.ofSeconds(20);
    }
}
