package io.pigw.bench.sip;

import io.pigw.bench.process.ChildProcess;
import io.pigw.bench.process.ProcessUsage;
import io.pigw.bench.server.ServerMain;
import io.pigw.bench.server.ServerUsage;
import io.pigw.p2psip.HostPort;
import java.time.Duration;
import java.util.Optional;

/**
 * A server that is up.
 *
 * @param ours whether it is one of {@link ServerMain}'s, which tell more
 */
record RunningServer(SipServer what, HostPort address, ChildProcess process, boolean ours) implements AutoCloseable {

    private static final Duration TO_ANSWER = Duration.ofSeconds(20);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);
    private static final Duration SETTLE_STEP = Duration.ofMillis(300);

    /** Less than this in a step is no work: housekeeping. */
    private static final Duration IDLE = Duration.ofMillis(20);

    Optional<ServerUsage> own() throws InterruptedException {
        if (!ours) {
            return Optional.empty();
        }
        process.say(ServerMain.USAGE);
        return Optional.of(ServerUsage.parse(process.await(ServerUsage.PREFIX, TO_ANSWER)));
    }

    ProcessUsage usage() {
        return process.usage();
    }

    /** Waits until it has finished what it has, so that its work burdens nobody else's figures; then what it used. */
    ProcessUsage settled() throws InterruptedException {
        ProcessUsage before = usage();
        for (Duration waited = Duration.ZERO; waited.compareTo(SETTLE_LIMIT) < 0; waited = waited.plus(SETTLE_STEP)) {
            process.runsAfter(SETTLE_STEP);
            ProcessUsage now = usage();
            if (now.cpu().minus(before.cpu()).compareTo(IDLE) <= 0 && pending() == 0) {
                return now;
            }
            before = now;
        }
        return before;
    }

    private int pending() throws InterruptedException {
        return own().map(ServerUsage::pending).orElse(0);
    }

    @Override
    public void close() {
        process.close();
    }
}
