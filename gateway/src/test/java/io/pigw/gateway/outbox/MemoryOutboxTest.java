package io.pigw.gateway.outbox;

import java.util.concurrent.Callable;

class MemoryOutboxTest extends OutboxContract {

    private final MemoryOutbox.Disk disk = new MemoryOutbox.Disk();

    @Override
    Outbox open(OutboxLimits limits) {
        return new MemoryOutbox(disk, limits, NOW);
    }

    @Override
    void shut() {}

    @Override
    <T> T onLoop(Callable<T> call) throws Exception {
        return call.call();
    }
}
