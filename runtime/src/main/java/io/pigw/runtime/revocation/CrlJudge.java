package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Whether a list may be taken (RFC 5280 §6.3.3, for complete lists by the CA itself).
 *
 * @param now the time of day
 * @param grace for how long beyond its end a list is good that was held before a restart
 */
record CrlJudge(Instant now, Duration grace) {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    /** A good list, and whose it is. */
    record Judged(CaStatus ca, RevocationList list) {}

    /**
     * Judges; some milliseconds.
     *
     * @param cas that are known
     * @throws CrlRefusedException if it may not be taken
     */
    Judged judge(byte[] der, CrlOrigin origin, Collection<CaStatus> cas) throws CrlRefusedException {
        CrlReader crl = CrlReader.read(der);
        CaStatus ca = issuerOf(crl, cas);
        if (!ca.maySign(now)) {
            throw new CrlRefusedException(CrlRefusal.UNKNOWN_ISSUER, "that CA may sign no lists");
        }
        if (crl.number() <= ca.number()) {
            throw new CrlRefusedException(CrlRefusal.NOT_NEWER, "number " + crl.number());
        }
        if (crl.thisUpdate().isAfter(now.plus(CLOCKS_DIFFER))) {
            throw new CrlRefusedException(CrlRefusal.FROM_THE_FUTURE, "issued " + crl.thisUpdate());
        }
        if (isTooLate(ca, crl, origin) || crl.nextUpdate().isBefore(crl.thisUpdate())) {
            throw new CrlRefusedException(CrlRefusal.EXPIRED, "the next was due " + crl.nextUpdate());
        }
        if (!crl.isSignedBy(ca.certificate().getPublicKey())) {
            throw new CrlRefusedException(CrlRefusal.BAD_SIGNATURE, "not by the CA's key");
        }
        return new Judged(ca, crl.entries(ca.key()));
    }

    /** What was held before a restart holds on; a root's even past its grace, for it must not be forgotten that there was one. */
    private boolean isTooLate(CaStatus ca, CrlReader crl, CrlOrigin origin) {
        boolean isStored = origin == CrlOrigin.STORED;
        Duration late = isStored ? grace : Duration.ZERO;
        return !(isStored && ca.isRoot()) && now.isAfter(crl.nextUpdate().plus(late));
    }

    private static CaStatus issuerOf(CrlReader crl, Collection<CaStatus> cas) throws CrlRefusedException {
        Bytes key = crl.authorityKey();
        for (CaStatus ca : cas) {
            boolean named = crl.isIssuedInNameOf(ca.certificate());
            if (named && (key == null || key.equals(ca.key()))) {
                return ca;
            }
        }
        throw new CrlRefusedException(CrlRefusal.UNKNOWN_ISSUER, "no CA of that name and key");
    }
}
