package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import java.time.Duration;

/** Takes pings for others and drops them for a while, then behaves for as long, to earn credit for the next time. */
final class OnOffTactic implements Tactic {

    private static final int TICKS_A_SECOND = 10;

    private final DropTactic bad;
    private final long periodTicks;
    private long ticks;

    OnOffTactic(Accomplice self, Duration period) {
        this.bad = new DropTactic(self);
        this.periodTicks = period.toMillis() * TICKS_A_SECOND / 1_000;
    }

    @Override
    public boolean swallows(Inbound inbound) {
        return ticks / periodTicks % 2 == 0 && bad.swallows(inbound);
    }

    @Override
    public void tick() {
        ticks++;
    }
}
