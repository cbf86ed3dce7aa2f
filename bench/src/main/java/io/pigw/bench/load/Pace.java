package io.pigw.bench.load;

/** When the next message is sent. */
public sealed interface Pace {

    /** The greatest window, and with it what may be unanswered at a time. */
    int MAX_UNANSWERED = 1 << 15;

    /**
     * As soon as one is answered: shows what a server can do, and says little about its latency.
     *
     * @param unanswered messages at a time
     */
    record Window(int unanswered) implements Pace {
        /** Checks the range. */
        public Window {
            if (unanswered < 1 || unanswered > MAX_UNANSWERED) {
                throw new IllegalArgumentException("the window must be 1 to " + MAX_UNANSWERED + " messages");
            }
        }
    }

    /**
     * At fixed times, whatever the server does. Latency counts from when the message was due, so a server that stalls cannot hide
     * it by keeping the load away (coordinated omission).
     *
     * @param perSecond messages
     */
    record Rate(int perSecond) implements Pace {

        /** More than the generator itself can do. */
        public static final int MAX_PER_SECOND = 1_000_000;

        /** Checks the range. */
        public Rate {
            if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
                throw new IllegalArgumentException("rates must be 1 to " + MAX_PER_SECOND + " messages a second");
            }
        }
    }
}
