package io.pigw.gateway.nexthop;

import java.time.Duration;

/** What a request told about the hop that it was sent to. */
public sealed interface HopReport {

    /** It answered, whatever it said. */
    record Answered() implements HopReport {}

    /**
     * It answered 503.
     *
     * @param retryAfter how long it wants to be left alone; zero if it does not say; a
     *     minute of it at most is heeded where there is no other hop
     */
    record Busy(Duration retryAfter) implements HopReport {}

    /** It did not answer in time. */
    record Silent() implements HopReport {}

    /**
     * It could not be reached: no connection came about, and nothing went out.
     *
     * @param why for logs
     */
    record Failed(String why) implements HopReport {}

    /**
     * The connection broke after something may have gone out.
     *
     * @param why for logs
     */
    record Broken(String why) implements HopReport {}
}
