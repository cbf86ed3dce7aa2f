package io.pigw.runtime.admin;

/**
 * Limits of the operator's port.
 *
 * @param maxBodyBytes of a request
 * @param maxConnections at once; more are closed at once, or take the place of another where certificates are demanded
 * @param maxConcurrent handlers at once; more are answered 503
 * @param idleSeconds a connection without a request for so long is closed
 */
public record AdminOptions(int maxBodyBytes, int maxConnections, int maxConcurrent, int idleSeconds) {

    /** 256 KiB, 512 connections, 256 handlers, 120 s. */
    public static final AdminOptions DEFAULTS = new AdminOptions(256 * 1024, 512, 256, 120);
}
