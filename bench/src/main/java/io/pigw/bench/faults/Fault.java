package io.pigw.bench.faults;

import io.pigw.bench.server.ServerKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What happens to an overlay under load. */
public sealed interface Fault {

    /** Its name on the command line and in the report. */
    String label();

    /** Strikes, and lets all work again. Blocks until it does. */
    void strike(FaultOverlay overlay, int round) throws IOException, InterruptedException;

    /** What has to lie on a disk of its own. */
    default Needs needs() {
        return Needs.NOTHING;
    }

    /** What a fault needs to strike at. */
    enum Needs {
        /** Processes. */
        NOTHING,
        /** A proxy before each CSP. */
        PROXIES,
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
     * A process is started anew with a clock that is wrong, ahead and behind by turns, until it is its turn again. All in turn.
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
            overlay.rest(process.kind() == ServerKind.PEERS ? Duration.ZERO : SKEWED);
            process.kill();
            process.start();
            process.awaitReady();
        }

        private static final Duration SKEWED = Duration.ofSeconds(20);
    }
}
