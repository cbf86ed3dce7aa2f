package io.pigw.gateway.nexthop;

import java.time.Duration;
import java.util.List;

/** What DNS said. */
sealed interface DnsAnswer<T> {

    /**
     * There are records.
     *
     * @param records at least one
     * @param ttl how long they are good
     */
    record Found<T>(List<T> records, Duration ttl) implements DnsAnswer<T> {
        /** Copies the list. */
        public Found {
            records = List.copyOf(records);
        }
    }

    /**
     * There are none (RFC 2308).
     *
     * @param ttl how long that is good
     */
    record Absent<T>(Duration ttl) implements DnsAnswer<T> {}

    /**
     * It could not be asked.
     *
     * @param why for people
     */
    record Failed<T>(String why) implements DnsAnswer<T> {}
}
