package io.pigw.enrollment.ocsp;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An OCSP response in DER and how long it may be kept. */
public final class OcspReply {

    private final byte[] der;
    private final @Nullable Instant thisUpdate;
    private final @Nullable Instant nextUpdate;
    private final boolean isCacheable;

    private OcspReply(byte[] der, @Nullable Instant thisUpdate, @Nullable Instant nextUpdate, boolean isCacheable) {
        this.der = der;
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
        this.isCacheable = isCacheable;
    }

    /** An error, which is not signed. */
    static OcspReply error(byte[] der) {
        return new OcspReply(der, null, null, false);
    }

    /** An answer that is good for everyone who asks the same. */
    static OcspReply shared(byte[] der, Instant thisUpdate, Instant nextUpdate) {
        return new OcspReply(der, thisUpdate, nextUpdate, true);
    }

    /** An answer that bears a client's nonce. */
    static OcspReply fresh(byte[] der, Instant thisUpdate, Instant nextUpdate) {
        return new OcspReply(der, thisUpdate, nextUpdate, false);
    }

    /** The response. Not to be changed. */
    public byte[] der() {
        return der;
    }

    /** When it was made, whole seconds; null: an error. */
    public @Nullable Instant thisUpdate() {
        return thisUpdate;
    }

    /** Until when it is good, whole seconds; null: an error. */
    public @Nullable Instant nextUpdate() {
        return nextUpdate;
    }

    /** Whether a cache may give it to others (RFC 5019 §6.2). */
    public boolean isCacheable() {
        return isCacheable;
    }

    @Override
    public String toString() {
        return "OcspReply[" + der.length + " bytes, " + Arrays.hashCode(der) + "]";
    }
}
