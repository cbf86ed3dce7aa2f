package io.pigw.gateway.nexthop;

import java.time.Duration;

/** What a request told about the hop that it was sent to. */
public sealed interface HopReport {

    /** It answered, whatever it said. */
    record Answered() implements HopReport {}

    /**
     * It answered 503.
     *
     * @param retryAfter how long it wants to be left alone; zero if it does not say; at most
     *     {@link HopHealth#LONGEST_LONE_REST} of it is heeded where there is no other hop
     */
    record Busy(Duration retryAfter) implements HopReport {}

    /** It did not answer in time. */
    record Silent() implements HopReport {}

    /**
     * It could not be reached.
     *
     * @param why for logs
     */
    record Failed(String why) implements HopReport {}
}
