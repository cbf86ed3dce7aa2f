package io.pigw.gateway.outbox;

import java.time.Duration;

/** Is told what happens to entries, for metrics. On the owner's loop. */
public interface DeliveryListener {

    /** Listens to nothing. */
    DeliveryListener NONE = new DeliveryListener() {
        @Override
        public void onRetry(Entry entry) {}

        @Override
        public void onEnd(Entry entry, Ending ending, Duration sinceAcceptance) {}

        @Override
        public void onReport(Entry report, Fate fate) {}
    };

    /** An attempt did not finish the delivery and another one follows. */
    void onRetry(Entry entry);

    /** The delivery ended, and that is on disk. */
    void onEnd(Entry entry, Ending ending, Duration sinceAcceptance);

    /** A report about a message of that fate is on disk. */
    void onReport(Entry report, Fate fate);
}
