package io.pigw.enrollment.est;

import java.time.Duration;

/**
 * What one client, and all of them together, may ask of the server.
 *
 * @param connections open at once; further ones are closed unread
 * @param bodyBytes of a request
 * @param headerBytes of a request
 * @param concurrent enrollments at work; further ones get 503
 * @param requestTime from the connection or the previous answer to the end of the next request
 * @param handshakeTime for TLS
 * @param failures wrong tokens from one address within a minute; further ones get 429
 */
public record EstLimits(
        int connections,
        int bodyBytes,
        int headerBytes,
        int concurrent,
        Duration requestTime,
        Duration handshakeTime,
        int failures) {

    /** 256 connections, 16 KiB of body, 8 KiB of header, 16 at work, 30 s, 10 s, 30 failures. */
    public static final EstLimits DEFAULT =
            new EstLimits(256, 16 * 1024, 8 * 1024, 16, Duration.ofSeconds(30), Duration.ofSeconds(10), 30);
}
