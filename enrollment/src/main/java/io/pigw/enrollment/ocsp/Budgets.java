package io.pigw.enrollment.ocsp;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The budget of all, and of it each address's share: who spends its own takes nothing from others. Any thread. */
final class Budgets {

    /** Addresses whose spending is remembered; the longest unseen makes room, and begins anew should it come again. */
    static final int MAX_ADDRESSES = 4_096;

    private final Budget all;
    private final Map<String, Budget> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Budget> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };
    private final int ofAddress;
    private final InstantSource clock;

    Budgets(OcspLimits limits, InstantSource clock) {
        this.all = new Budget(limits.perSecond(), clock);
        this.ofAddress = limits.perSecondOfAddress();
        this.clock = clock;
    }

    /** Takes so many certificates of the address's share, and of what there is for all. */
    boolean take(String address, int certificates) {
        Budget own;
        synchronized (byAddress) {
            own = byAddress.computeIfAbsent(address, _ -> new Budget(ofAddress, clock));
        }
        return own.take(certificates) && all.take(certificates);
    }
}
