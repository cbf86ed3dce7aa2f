package io.pigw.runtime.net;

import io.pigw.p2psip.codec.Limits;
import java.time.Duration;

/**
 * Limits and times of an endpoint. Begin with {@link #DEFAULTS}.
 *
 * @param tls who does TLS
 * @param messageLimits sizes of messages
 * @param connectTimeout for TCP alone, at most
 * @param handshakeTimeout for TLS; long enough for a storm of thousands on two cores
 * @param messageTimeout from a message's first byte to its last
 * @param idleAfter a link without traffic for so long is closed, unless it is kept
 * @param keepAliveEvery a kept link is asked for a sign of life this often
 * @param keepAliveTimeout the sign of life must come within
 * @param redialMin the first pause before a kept link is dialled again
 * @param redialMax the longest; each pause is twice the one before, and each is cut by up to a half at random
 * @param usualLinks with more open links than these, those that were unused for the next time are closed, the longest unused
 *     first, unless they are kept
 * @param quiet that time
 * @param maxAcceptedLinks links that others dialled, handshakes under way included
 * @param maxPendingHandshakes accepted connections that are not yet authenticated
 * @param maxPendingRequests unanswered requests of ours on one link
 * @param maxDials dials under way
 * @param maxWaiting messages that wait for one dial
 * @param maxOutboundBytes bytes that wait on one link before it counts as overloaded
 */
public record EndpointOptions(
        TlsProvider tls,
        Limits messageLimits,
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration messageTimeout,
        Duration idleAfter,
        Duration keepAliveEvery,
        Duration keepAliveTimeout,
        Duration redialMin,
        Duration redialMax,
        int usualLinks,
        Duration quiet,
        int maxAcceptedLinks,
        int maxPendingHandshakes,
        int maxPendingRequests,
        int maxDials,
        int maxWaiting,
        int maxOutboundBytes) {

    /** What is good for most. */
    public static final EndpointOptions DEFAULTS = new EndpointOptions(
            TlsProvider.BEST,
            Limits.DEFAULTS,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofMinutes(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Integer.MAX_VALUE,
            Duration.ofSeconds(5),
            4_096,
            1_024,
            4_096,
            512,
            1_024,
            1024 * 1024);

    /** Checks the ranges. */
    public EndpointOptions {
        for (Duration time : new Duration[] {
            connectTimeout,
            handshakeTimeout,
            messageTimeout,
            idleAfter,
            keepAliveEvery,
            keepAliveTimeout,
            redialMin,
            redialMax,
            quiet
        }) {
            if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("times are 1 ms to a day, not " + time);
            }
        }
        if (redialMax.compareTo(redialMin) < 0) {
            throw new IllegalArgumentException("redialMax is less than redialMin");
        }
        for (int limit : new int[] {
            usualLinks,
            maxAcceptedLinks,
            maxPendingHandshakes,
            maxPendingRequests,
            maxDials,
            maxWaiting,
            maxOutboundBytes
        }) {
            if (limit < 1) {
                throw new IllegalArgumentException("limits are 1 or more");
            }
        }
    }

    /** The same with another TLS. */
    public EndpointOptions withTls(TlsProvider provider) {
        return new EndpointOptions(
                provider,
                messageLimits,
                connectTimeout,
                handshakeTimeout,
                messageTimeout,
                idleAfter,
                keepAliveEvery,
                keepAliveTimeout,
                redialMin,
                redialMax,
                usualLinks,
                quiet,
                maxAcceptedLinks,
                maxPendingHandshakes,
                maxPendingRequests,
                maxDials,
                maxWaiting,
                maxOutboundBytes);
    }

    /** The same with other times for connecting. */
    public EndpointOptions withConnecting(Duration connect, Duration handshake) {
        return new EndpointOptions(
                tls,
                messageLimits,
                connect,
                handshake,
                messageTimeout,
                idleAfter,
                keepAliveEvery,
                keepAliveTimeout,
                redialMin,
                redialMax,
                usualLinks,
                quiet,
                maxAcceptedLinks,
                maxPendingHandshakes,
                maxPendingRequests,
                maxDials,
                maxWaiting,
                maxOutboundBytes);
    }

    /** The same with another time for a message, from its first byte to its last. */
    public EndpointOptions withMessageTimeout(Duration timeout) {
        return new EndpointOptions(
                tls,
                messageLimits,
                connectTimeout,
                handshakeTimeout,
                timeout,
                idleAfter,
                keepAliveEvery,
                keepAliveTimeout,
                redialMin,
                redialMax,
                usualLinks,
                quiet,
                maxAcceptedLinks,
                maxPendingHandshakes,
                maxPendingRequests,
                maxDials,
                maxWaiting,
                maxOutboundBytes);
    }

    /** The same with other times for links that are there. */
    public EndpointOptions withKeeping(Duration idle, Duration aliveEvery, Duration aliveTimeout) {
        return new EndpointOptions(
                tls,
                messageLimits,
                connectTimeout,
                handshakeTimeout,
                messageTimeout,
                idle,
                aliveEvery,
                aliveTimeout,
                redialMin,
                redialMax,
                usualLinks,
                quiet,
                maxAcceptedLinks,
                maxPendingHandshakes,
                maxPendingRequests,
                maxDials,
                maxWaiting,
                maxOutboundBytes);
    }

    /** The same with other pauses before a kept link is dialled again. */
    public EndpointOptions withRedial(Duration min, Duration max) {
        return new EndpointOptions(
                tls,
                messageLimits,
                connectTimeout,
                handshakeTimeout,
                messageTimeout,
                idleAfter,
                keepAliveEvery,
                keepAliveTimeout,
                min,
                max,
                usualLinks,
                quiet,
                maxAcceptedLinks,
                maxPendingHandshakes,
                maxPendingRequests,
                maxDials,
                maxWaiting,
                maxOutboundBytes);
    }

    /** The same with another number of links beyond which those are closed that were unused for this time. */
    public EndpointOptions withUsualLinks(int links, Duration unused) {
        return new EndpointOptions(
                tls,
                messageLimits,
                connectTimeout,
                handshakeTimeout,
                messageTimeout,
                idleAfter,
                keepAliveEvery,
                keepAliveTimeout,
                redialMin,
                redialMax,
                links,
                unused,
                maxAcceptedLinks,
                maxPendingHandshakes,
                maxPendingRequests,
                maxDials,
                maxWaiting,
                maxOutboundBytes);
    }

    /** The same with other limits of links. */
    public EndpointOptions withLinkLimits(int acceptedLinks, int pendingHandshakes) {
        return new EndpointOptions(
                tls,
                messageLimits,
                connectTimeout,
                handshakeTimeout,
                messageTimeout,
                idleAfter,
                keepAliveEvery,
                keepAliveTimeout,
                redialMin,
                redialMax,
                usualLinks,
                quiet,
                acceptedLinks,
                pendingHandshakes,
                maxPendingRequests,
                maxDials,
                maxWaiting,
                maxOutboundBytes);
    }

    /** The same with other limits of what waits. */
    public EndpointOptions withQueues(int pendingRequests, int dials, int waiting, int outboundBytes) {
        return new EndpointOptions(
                tls,
                messageLimits,
                connectTimeout,
                handshakeTimeout,
                messageTimeout,
                idleAfter,
                keepAliveEvery,
                keepAliveTimeout,
                redialMin,
                redialMax,
                usualLinks,
                quiet,
                maxAcceptedLinks,
                maxPendingHandshakes,
                pendingRequests,
                dials,
                waiting,
                outboundBytes);
    }
}
