package io.pigw.enrollment.publish;

import java.time.Duration;

/**
 * What strangers may ask of the listener.
 *
 * @param connections open at once; a further one gets the place of one of least use, of the address that has the most
 * @param connectionsPerAddress of those, from one address (IPv6: a /64); a further one gets the place of one of the same
 * @param requestTime from the connection or the previous answer to the end of the next request
 * @param answerTime until an answer is taken by the client
 * @param requestsPerConnection then it is closed
 * @param ocspBytes of an OCSP request in a body
 */
public record PublishLimits(
        int connections,
        int connectionsPerAddress,
        Duration requestTime,
        Duration answerTime,
        int requestsPerConnection,
        int ocspBytes) {

    /** 1,024 connections, 512 of an address (many nodes may share one), 15 s, 60 s, 1,000 requests, 4 KiB. */
    public static final PublishLimits DEFAULT =
            new PublishLimits(1_024, 512, Duration.ofSeconds(15), Duration.ofSeconds(60), 1_000, 4 * 1024);
}
