package io.pigw.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The variables of the environment that begin as ours do: which keys they override, and which override none. */
final class Variables {

    /** What others than configurations read; see docs/configuration.md. */
    private static final Set<String> OTHERS = Set.of(
            "PIGW_LOG",
            "PIGW_HEAP",
            "PIGW_JAVA_OPTIONS",
            "PIGW_ADMIN_URL",
            "PIGW_SOS_ADMIN_URL",
            "PIGW_CSP_ADMIN_URL",
            "PIGW_DEBUG",
            "PIGW_ENROLL_ADMIN",
            "PIGW_ENROLL_IDENTITY");

    /** Of what a deployment by containers takes: the images. */
    private static final String IMAGE = "_IMAGE";

    private static final int MAX_TOLD = 20;
    private static final int MAX_DISTANCE = 3;

    private final Class<?> type;
    private final Map<String, String> environment;
    private final Set<String> known;

    Variables(Class<?> type, Map<String, String> environment) {
        this.type = type;
        this.environment = environment;
        this.known = ConfigurationReference.variables(type);
    }

    /** What the variable says; empty if there is none, or nothing in it. */
    Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Whether a key of that section is given. */
    boolean hasKeyOf(String section) {
        return known.stream()
                .anyMatch(name -> name.startsWith(section + "_") && value(name).isPresent());
    }

    /** A sentence for each variable that looks like ours and is not, 20 at most; never its value. */
    List<String> strangers() {
        List<String> told = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            boolean isStranger = name.startsWith(Shapes.PREFIX + "_")
                    && !known.contains(name)
                    && !OTHERS.contains(name)
                    && !name.endsWith(IMAGE);
            if (isStranger && told.size() < MAX_TOLD) {
                told.add("the variable " + name + " is no key of this configuration and does nothing" + remedy(name));
            }
        }
        return told;
    }

    private String remedy(String name) {
        for (ConfigurationKey key : ConfigurationReference.of(type)) {
            if (key.kind() == ConfigurationKey.Kind.LIST && name.startsWith(key.variable() + "_")) {
                return ": a list is given as a whole, by " + key.variable();
            }
        }
        String nearest = "";
        int least = MAX_DISTANCE + 1;
        for (String candidate : new TreeSet<>(known)) {
            int distance = distance(name.replace("_", ""), candidate.replace("_", ""));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? "" : ": did you mean " + nearest + "?";
    }

    /** How many letters have to be put in, taken out or changed (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
