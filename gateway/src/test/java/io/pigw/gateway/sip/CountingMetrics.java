package io.pigw.gateway.sip;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Remembers what was counted. */
public final class CountingMetrics implements SipMetrics {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Number>> gauges = new ConcurrentHashMap<>();

    @Override
    public void count(String name, String label) {
        counts.merge(name + "/" + label, 1, Integer::sum);
    }

    public int total(String name) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(name + "/"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** How many kinds of a thing were counted. */
    public int kinds(String name) {
        return (int) counts.keySet().stream()
                .filter(key -> key.startsWith(name + "/"))
                .count();
    }

    public int of(String name, String label) {
        return counts.getOrDefault(name + "/" + label, 0);
    }

    @Override
    public void gauge(String name, Supplier<Number> value) {
        gauges.put(name, value);
    }

    public int gauge(String name) {
        return gauges.getOrDefault(name, () -> Integer.MIN_VALUE).get().intValue();
    }

    @Override
    public String toString() {
        return new TreeMap<>(counts).toString();
    }
}
