package io.pigw.gateway.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters after a header value: {@code *( SEMI generic-param )} of RFC 3261 §25.1.
 *
 * @param all in order
 */
public record Parameters(List<Parameter> all) {

    /**
     * One parameter.
     *
     * @param name a token, as written
     * @param value as written, a quoted one with its quotes; empty where there is none
     */
    public record Parameter(String name, Optional<String> value) {}

    /** Copies the list. */
    public Parameters {
        all = List.copyOf(all);
    }

    /** Takes all that stand here; nothing if one of them has no name, or an equals sign and no value. */
    static Optional<Parameters> read(SipLexer in) {
        List<Parameter> found = new ArrayList<>();
        while (in.separator(';')) {
            String name = in.token();
            if (name.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> value = Optional.empty();
            if (in.separator('=')) {
                value = in.sees('"') ? in.quoted() : Optional.of(in.value()).filter(text -> !text.isEmpty());
                if (value.isEmpty()) {
                    return Optional.empty();
                }
            }
            found.add(new Parameter(name, value));
        }
        return Optional.of(new Parameters(found));
    }

    /** How often the parameter occurs. */
    int count(String name) {
        int count = 0;
        for (Parameter parameter : all) {
            if (parameter.name().equalsIgnoreCase(name)) {
                count++;
            }
        }
        return count;
    }

    /** The value of the first parameter of that name that has one. */
    public Optional<String> value(String name) {
        for (Parameter parameter : all) {
            if (parameter.name().equalsIgnoreCase(name) && parameter.value().isPresent()) {
                return parameter.value();
            }
        }
        return Optional.empty();
    }
}
