package io.pigw.enrollment.est;

import java.time.Duration;

/**
 * What one client, and all of them together, may ask of the server.
 *
 * @param connections open at once; a further one takes the place of one that is of least use
 * @param connectionsOfAddress the same, of one IPv4 address or one IPv6 network of 64 bits
 * @param bodyBytes of a request
 * @param headerBytes of a request
 * @param concurrent enrollments at work; further ones wait some seconds, then get 503
 * @param requestTime from the connection or the previous answer to the end of the next request
 * @param handshakeTime for TLS
 * @param failures refusals of one address within a minute; further ones are answered late
 * @param lateness by how much, so that a connection that is kept cannot be used to ask faster than that
 */
public record EstLimits(
        int connections,
        int connectionsOfAddress,
        int bodyBytes,
        int headerBytes,
        int concurrent,
        Duration requestTime,
        Duration handshakeTime,
        int failures,
        Duration lateness) {

    /** 512 connections, 128 of an address; 16 KiB of body, 8 KiB of header; 16 at work; 30 s, 5 s; 30 failures, 1 s. */
    public static final EstLimits DEFAULT = new EstLimits(
            512,
            128,
            16 * 1024,
            8 * 1024,
            16,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            30,
            Duration.ofSeconds(1));
}
