package io.pigw.gateway.translate;

import io.pigw.p2psip.Party;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which global telephone numbers are which peers'. Immutable. */
public final class Numbers {

    /** The most numbers. */
    public static final int MAX_NUMBERS = 10_000;

    /** No peer has a number. */
    public static final Numbers NONE = new Numbers(Map.of());

    private final Map<String, Party> parties;
    private final Map<Party, String> numbers = new HashMap<>();

    private Numbers(Map<String, Party> parties) {
        this.parties = Map.copyOf(parties);
        parties.forEach((number, party) -> numbers.putIfAbsent(party, number));
    }

    /**
     * Reads a table. Of several numbers of one peer the first is what the gateway asserts.
     *
     * @param table numbers with a plus, visual separators allowed, in the order of the configuration; each with the peer
     * @throws IllegalArgumentException if a number is not global or stands there twice, or if there are too many
     */
    public static Numbers of(Iterable<Map.Entry<String, Party>> table) {
        Map<String, Party> parties = new LinkedHashMap<>();
        for (Map.Entry<String, Party> entry : table) {
            String number = TelNumber.read(entry.getKey())
                    .orElseThrow(() -> new IllegalArgumentException(
                            entry.getKey() + " is no global number: write it with + and the country's code"));
            if (parties.put(number, entry.getValue()) != null) {
                throw new IllegalArgumentException(number + " stands in the table twice");
            }
            if (parties.size() > MAX_NUMBERS) {
                throw new IllegalArgumentException("more than " + MAX_NUMBERS + " numbers");
            }
        }
        return new Numbers(parties);
    }

    Optional<Party> party(String number) {
        return Optional.ofNullable(parties.get(number));
    }

    Optional<String> number(Party party) {
        return Optional.ofNullable(numbers.get(party));
    }
}
