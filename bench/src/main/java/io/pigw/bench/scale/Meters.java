package io.pigw.bench.scale;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a process's meters said, in Prometheus' text format, or what they rose by in between. */
public record Meters(Map<String, Double> values) {

    private static final String UPPER_BOUND = "le=\"";

    /** Copies. */
    public Meters {
        values = Map.copyOf(values);
    }

    /** Reads the lines of a scrape. */
    public static Meters parse(List<String> lines) {
        Map<String, Double> values = new HashMap<>();
        for (String line : lines) {
            int space = line.lastIndexOf(' ');
            if (space > 0 && !line.startsWith("#")) {
                values.put(line.substring(0, space), number(line.substring(space + 1)));
            }
        }
        return new Meters(values);
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    Meters since(Meters before) {
        Map<String, Double> rise = new HashMap<>();
        values.forEach((name, value) -> rise.put(name, value - before.values.getOrDefault(name, 0.0)));
        return new Meters(rise);
    }

    Meters plus(Meters other) {
        Map<String, Double> sum = new HashMap<>(values);
        other.values.forEach((name, value) -> sum.merge(name, value, Double::sum));
        return new Meters(sum);
    }

    /** Of all with that name, and that label if any is given, such as {@code status="200"}. */
    public double sum(String name, String label) {
        return values.entrySet().stream()
                .filter(meter -> isOf(meter.getKey(), name) && meter.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static boolean isOf(String key, String name) {
        return key.startsWith(name) && (key.length() == name.length() || key.charAt(name.length()) == '{');
    }

    /**
     * What that share of a histogram does not exceed, evenly between two bounds; 0 if it is empty, the last finite bound beyond that.
     *
     * @param share 0 to 1
     */
    double quantile(String histogram, String label, double share) {
        TreeMap<Double, Double> buckets = new TreeMap<>();
        values.forEach((key, value) -> {
            if (isOf(key, histogram + "_bucket") && key.contains(label)) {
                buckets.merge(bound(key), value, Double::sum);
            }
        });
        double wanted = buckets.isEmpty() ? 0 : share * buckets.lastEntry().getValue();
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            double upTo = bucket.getValue();
            if (upTo >= wanted && upTo > below) {
                return Double.isInfinite(bucket.getKey())
                        ? lower
                        : lower + (bucket.getKey() - lower) * (wanted - below) / (upTo - below);
            }
            lower = bucket.getKey();
            below = upTo;
        }
        return 0;
    }

    private static double bound(String key) {
        int from = key.indexOf(UPPER_BOUND) + UPPER_BOUND.length();
        return number(key.substring(from, key.indexOf('"', from)));
    }
}
