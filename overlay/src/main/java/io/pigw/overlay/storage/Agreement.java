package io.pigw.overlay.storage;

import io.pigw.p2psip.record.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the nodes that should hold some values say to them. One of them alone may say that it holds what it throws away, or refuse
 * what is right: so two decide, where there are two. On its node's thread.
 */
final class Agreement {

    /** Holders that must say so. */
    static final int ENOUGH = 2;

    private final int values;
    private final int enough;
    private final List<List<StoreResult>> answers = new ArrayList<>();

    /** @param holders that are asked, 1 or more */
    Agreement(int values, int holders) {
        this.values = values;
        this.enough = Math.min(ENOUGH, holders);
    }

    /** One has answered; what is no answer to all of the values does not count. */
    void add(List<StoreResult> results) {
        if (results.size() == values) {
            answers.add(results);
        }
    }

    /** Whether enough of them hold each of the values: nobody else need be waited for. */
    boolean allHeld() {
        for (int i = 0; i < values; i++) {
            if (holding(i) < enough) {
                return false;
            }
        }
        return true;
    }

    /** One result a value; none where too few have answered. */
    Optional<List<StoreResult>> results() {
        List<StoreResult> results = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            Optional<StoreResult> result = result(i);
            if (result.isEmpty()) {
                return Optional.empty();
            }
            results.add(result.get());
        }
        return Optional.of(results);
    }

    private Optional<StoreResult> result(int value) {
        boolean held = holding(value) >= enough;
        List<StoreResult> of = answers.stream()
                .map(results -> results.get(value))
                .filter(result -> result.isHeld() == held)
                .toList();
        if (held && of.contains(StoreResult.STORED)) {
            return Optional.of(StoreResult.STORED);
        }
        return of.stream().findFirst();
    }

    private long holding(int value) {
        return answers.stream().filter(results -> results.get(value).isHeld()).count();
    }
}
