package io.pigw.bench.faults;

import io.pigw.bench.server.ServerFootprint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What processes held on to, looked at again and again. On one thread. */
final class Footprints {

    private static final int QUARTERS = 4;

    private final Map<String, List<ServerFootprint>> looks = new LinkedHashMap<>();

    void add(String process, ServerFootprint footprint) {
        looks.computeIfAbsent(process, _ -> new ArrayList<>()).add(footprint);
    }

    /** From the third quarter of the looks to the last one: before that, what is remembered for some minutes is still filling. */
    List<Growth> growths() {
        return looks.entrySet().stream()
                .map(process -> growth(process.getKey(), process.getValue()))
                .toList();
    }

    private static Growth growth(String process, List<ServerFootprint> all) {
        List<ServerFootprint> third = all.subList(all.size() * 2 / QUARTERS, Math.ceilDiv(all.size() * 3, QUARTERS));
        List<ServerFootprint> last = all.subList(all.size() * 3 / QUARTERS, all.size());
        return new Growth(process, median(third), median(last));
    }

    private static ServerFootprint median(List<ServerFootprint> some) {
        return new ServerFootprint(median(some, ServerFootprint::heapBytes), median(some, ServerFootprint::files), (int)
                median(some, ServerFootprint::threads));
    }

    private static long median(List<ServerFootprint> some, ToLongFunction<ServerFootprint> of) {
        return some.stream()
                .mapToLong(of)
                .sorted()
                .skip(some.size() / 2)
                .findFirst()
                .orElse(0);
    }
}
