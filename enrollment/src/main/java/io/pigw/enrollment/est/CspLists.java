package io.pigw.enrollment.est;

import io.pigw.enrollment.issue.StatementSigner;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.est.CspList;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The signed list of CSPs that nodes begin with. Signed anew each hour, and good for 30 days, so that a node that renews in
 * time has one that is good. Its number is the time in seconds, or one more than the last.
 */
public final class CspLists implements Supplier<Optional<Bytes>> {

    private static final Duration AGE = Duration.ofHours(1);

    private final String overlay;
    private final List<ContactConfig> csps;
    private final StatementSigner signer;
    private final InstantSource clock;
    private volatile @Nullable Signed signed;

    private record Signed(CspList list, Bytes cms) {}

    /**
     * Lists of these CSPs.
     *
     * @param csps at most {@link CspList#MAX_CSPS}; none: there is no list
     */
    public CspLists(String overlay, List<ContactConfig> csps, StatementSigner signer, InstantSource clock) {
        if (csps.size() > CspList.MAX_CSPS) {
            throw new IllegalArgumentException("csps has more than " + CspList.MAX_CSPS + " entries");
        }
        this.overlay = overlay;
        this.csps = List.copyOf(csps);
        this.signer = signer;
        this.clock = clock;
    }

    /** Signs a list if there is none, or if it is an hour old. Blocks. */
    public synchronized void signIfDue() throws GeneralSecurityException, InterruptedException {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Signed last = signed;
        if (csps.isEmpty() || last != null && now.isBefore(last.list().issued().plus(AGE))) {
            return;
        }
        long number = last == null ? now.getEpochSecond() : Math.max(last.list().number() + 1, now.getEpochSecond());
        CspList list = new CspList(overlay, number, now, now.plus(CspList.MAX_LIFE), csps);
        signed = new Signed(list, Bytes.copyOf(signer.sign(list.json())));
    }

    /** The list as it is now, CMS in DER. Any thread; never blocks. */
    @Override
    public Optional<Bytes> get() {
        return Optional.ofNullable(signed).map(Signed::cms);
    }
}
