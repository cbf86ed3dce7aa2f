package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.Issued;
import io.pigw.runtime.identity.SerialNumber;
import java.time.Instant;

/**
 * A list of revoked certificates that was found good.
 *
 * <p>Immutable: a new list takes its place whole.
 */
public final class RevocationList {

    private final Bytes issuer;
    private final long number;
    private final Instant thisUpdate;
    private final Instant nextUpdate;
    private final SerialSet serials;
    private final Bytes der;

    RevocationList(Bytes issuer, long number, Instant thisUpdate, Instant nextUpdate, SerialSet serials, Bytes der) {
        this.issuer = issuer;
        this.number = number;
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
        this.serials = serials;
        this.der = der;
    }

    /** Key identifier of the CA that signed it. */
    public Bytes issuer() {
        return issuer;
    }

    /** Its number, greater than those of all before it. */
    public long number() {
        return number;
    }

    /** When it was issued. */
    public Instant thisUpdate() {
        return thisUpdate;
    }

    /** When the next one is due. */
    public Instant nextUpdate() {
        return nextUpdate;
    }

    /** How many certificates it names. */
    public int size() {
        return serials.size();
    }

    /** The list as it was signed; empty if it is too large for a message. */
    public Bytes der() {
        return der;
    }

    /** Whether the certificate of that number is on it. */
    public boolean contains(SerialNumber serial) {
        return serials.contains(serial);
    }

    /** Whether it names that certificate, as one of this CA. */
    public boolean names(Issued certificate) {
        return certificate.issuer().equals(issuer) && contains(certificate.serial());
    }

    @Override
    public String toString() {
        return "CRL " + number + " of " + issuer.toHex() + ", " + size() + " entries";
    }
}
