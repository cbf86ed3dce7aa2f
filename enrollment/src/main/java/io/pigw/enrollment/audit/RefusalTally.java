package io.pigw.enrollment.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps those who may not do something from filling the log: strangers' refusals are counted by reason and address, and
 * written as one entry when {@link #flush} is called, once a minute. Any thread; nothing blocks but {@link #close}.
 */
public final class RefusalTally implements AutoCloseable {

    /** Addresses that are counted apart in one entry; the others are counted together. */
    static final int MAX_NAMED = 12;

    private static final int MAX_ADDRESSES = 1_024;
    private static final int MAX_REASONS = 16;
    private static final int MAX_KNOWN = 64;
    private static final long CLOSE_SECONDS = 5;
    private static final Logger log = LoggerFactory.getLogger(RefusalTally.class);

    private final AuditStore store;
    private final InstantSource clock;
    private final Set<String> known = new HashSet<>();
    private Map<String, Long> addresses = new TreeMap<>();
    private Map<String, Long> reasons = new TreeMap<>();
    private long others;
    private long total;
    private Instant since;

    /** Nothing counted yet. */
    public RefusalTally(AuditStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.since = clock.instant();
    }

    /**
     * Somebody who proved nothing was refused.
     *
     * @param reason one of a few words of ours, such as {@code bad_token}
     * @param address of his, as a number
     */
    public synchronized void stranger(String reason, String address) {
        total++;
        if (reasons.containsKey(reason) || reasons.size() < MAX_REASONS) {
            reasons.merge(reason, 1L, Long::sum);
        }
        if (addresses.containsKey(address) || addresses.size() < MAX_ADDRESSES) {
            addresses.merge(address, 1L, Long::sum);
        } else {
            others++;
        }
    }

    /**
     * Somebody who is known was refused: written at once, but once a minute for each key, and for 64 keys; what is beyond is
     * counted as a stranger's.
     *
     * @param key who and why
     */
    public void known(String key, AuditEvent event, String address) {
        boolean isFirst;
        synchronized (this) {
            isFirst = known.size() < MAX_KNOWN && known.add(key);
        }
        if (isFirst) {
            write(event);
        } else {
            stranger("repeated", address);
        }
    }

    /** Writes down what was counted since the last time. */
    public void flush() {
        take().ifPresent(this::write);
    }

    /** Writes down what was counted, and waits up to 5 s for it. */
    @Override
    public void close() {
        take().ifPresent(event -> {
            try {
                store.append(event).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (Exception failure) {
                log.atError().setCause(failure).log("refusals of strangers are not on record");
            }
        });
    }

    private synchronized Optional<AuditEvent> take() {
        known.clear();
        if (total == 0) {
            since = clock.instant();
            return Optional.empty();
        }
        Instant now = clock.instant();
        List<Map.Entry<String, Long>> most = addresses.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        long unnamed = others
                + most.stream().skip(MAX_NAMED).mapToLong(Map.Entry::getValue).sum();
        StringBuilder why = new StringBuilder();
        reasons.forEach((reason, count) ->
                why.append(why.isEmpty() ? "" : ", ").append(reason).append(' ').append(count));
        AuditEvent event = AuditEvent.refused(
                        now, AuditActor.stranger(""), AuditAction.STRANGERS_REFUSED, "", why.toString())
                .with("total", total)
                .with("since", since);
        for (int i = 0; i < Math.min(most.size(), MAX_NAMED); i++) {
            event = event.with(
                    "address_" + (char) ('a' + i),
                    most.get(i).getKey() + " " + most.get(i).getValue());
        }
        if (unnamed > 0) {
            event = event.with("others", unnamed);
        }
        addresses = new TreeMap<>();
        reasons = new TreeMap<>();
        others = 0;
        total = 0;
        since = now;
        return Optional.of(event);
    }

    private void write(AuditEvent event) {
        var _ = store.append(event).whenComplete((_, failure) -> {
            if (failure != null) {
                log.atError().setCause(failure).log("a refusal is not on record");
            }
        });
    }
}
