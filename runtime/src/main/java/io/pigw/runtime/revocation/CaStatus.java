package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.identity.SerialNumber;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A CA and its newest list. Read on any thread without a lock; the list is replaced whole. */
final class CaStatus {

    /**
     * How long a root's list still holds after the next one was due, whatever is configured for others: the root is off line, and
     * somebody must carry its list.
     */
    static final Duration ROOT_GRACE = Duration.ofDays(30);

    private static final int CRL_SIGN = 6;

    private final Bytes key;
    private final X509Certificate certificate;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Held held;

    CaStatus(Bytes key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Its key identifier. */
    Bytes key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Whether nobody stands above it: it has a list of its CAs, or none. */
    boolean isRoot() {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** How long its list still holds after the next one was due, where that is configured as given. */
    Duration grace(Duration configured) {
        return isRoot() ? ROOT_GRACE : configured;
    }

    /** Whether it may sign lists, and its time has not ended. */
    boolean maySign(Instant now) {
        boolean[] usage = certificate.getKeyUsage();
        return usage != null
                && usage[CRL_SIGN]
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    /** The newest list. */
    @Nullable
    RevocationList list() {
        Held now = held;
        return now == null ? null : now.list;
    }

    /** The number of the newest list, -1 if there is none. */
    long number() {
        Held now = held;
        return now == null ? -1 : now.list.number();
    }

    /**
     * Replaces the list, if its number is greater. May block while another one is being installed.
     *
     * @param grace as configured
     * @param then what is to be done about it, before the next one is installed: so that all see lists in one order
     */
    boolean install(RevocationList list, Duration grace, Runnable then) {
        turn.lock();
        try {
            boolean isNew = install(list, grace);
            if (isNew) {
                then.run();
            }
            return isNew;
        } finally {
            turn.unlock();
        }
    }

    private synchronized boolean install(RevocationList list, Duration grace) {
        if (list.number() <= number()) {
            return false;
        }
        held = new Held(list, list.nextUpdate().plus(grace(grace)));
        settled.complete(null);
        return true;
    }

    /** Another grace. */
    synchronized void withGrace(Duration grace) {
        Held now = held;
        if (now != null) {
            held = new Held(now.list, now.list.nextUpdate().plus(grace(grace)));
        }
    }

    /**
     * What stands against a certificate of this CA.
     *
     * @param listNeeded whether it is refused where there never was a list; where there was one and it has become too old, it is
     */
    @Nullable
    RefusalReason objection(SerialNumber serial, Instant now, boolean listNeeded) {
        Held current = held;
        if (current != null && current.list.contains(serial)) {
            return RefusalReason.REVOKED;
        }
        boolean isClosed = current == null ? listNeeded : now.isAfter(current.closes);
        return isClosed ? RefusalReason.REVOCATION_UNKNOWN : null;
    }

    /** Done once there is a list, or the first attempt to get one has failed. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    private record Held(RevocationList list, Instant closes) {}
}
