package io.pigw.bench.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server's turns in all rounds, in their order. */
final class Samples {

    private final List<Sample> capacity = new ArrayList<>();
    private final Map<Integer, List<Sample>> byRate = new TreeMap<>();

    void addCapacity(Sample sample) {
        capacity.add(sample);
    }

    void addAtRate(int rate, Sample sample) {
        byRate.computeIfAbsent(rate, _ -> new ArrayList<>()).add(sample);
    }

    List<Sample> capacity() {
        return capacity;
    }

    Map<Integer, List<Sample>> byRate() {
        return byRate;
    }
}
