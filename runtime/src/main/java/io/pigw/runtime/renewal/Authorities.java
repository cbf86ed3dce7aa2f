package io.pigw.runtime.renewal;

import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Verifiers;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an enrollment server for its authorities once an hour ({@code cacerts}, RFC 7030 §4.1), so that a new issuing CA is known
 * before a certificate of it comes alone, as with a message's signature. Only what a root that is trusted anyway has signed is
 * learnt. One thread at a time.
 */
final class Authorities {

    static final Duration EVERY = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);

    private volatile Instant next = Instant.MIN;

    /** Gives the authority's certificates. Blocks. */
    @FunctionalInterface
    interface Source {
        /** Roots and issuing CAs, in any order. */
        List<X509Certificate> authorities() throws IOException, InterruptedException;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    /** Asks. Blocks on the network. */
    void refresh(Source source, Verifiers verifiers, NodeIdentity identity, RandomGenerator random, Instant now)
            throws InterruptedException {
        next = now.plus(EVERY).minusSeconds(random.nextLong(EVERY.toSeconds() / 10));
        try {
            verifiers.of(identity).learnAuthorities(source.authorities());
        } catch (IOException notNow) {
            LOG.atDebug().setCause(notNow).log("The authorities are not to be had now");
        }
    }
}
