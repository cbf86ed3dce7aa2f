package io.pigw.runtime.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a configuration.
 *
 * @param path from the file's root, such as {@code sip.acceptStatus}; below the elements of a list {@code csps[].id}
 * @param variable of the environment that overrides the file; null below the elements of a list, which is overridden as a whole
 * @param kind what is written there
 * @param choices the words that may be written there; empty where it is free
 * @param byDefault what it is when nothing is written, in YAML; null where there is no default
 * @param required whether it must be there, as far as its section is
 */
public record ConfigurationKey(
        String path,
        @Nullable String variable,
        Kind kind,
        List<String> choices,
        @Nullable String byDefault,
        boolean required) {

    /** What is written at a key. */
    public enum Kind {
        /** Keys below this one. */
        SECTION("section"),
        /** A list. */
        LIST("list"),
        /** {@code 5s}. */
        DURATION("duration"),
        /** {@code host:port}. */
        ADDRESS("address"),
        /** Of a file or a folder. */
        PATH("path"),
        /** One of some words. */
        CHOICE("choice"),
        /** {@code true} or {@code false}. */
        BOOLEAN("boolean"),
        /** With or without a fraction. */
        NUMBER("number"),
        /** Decimal. */
        NODE_ID("node ID"),
        /** Anything else. */
        TEXT("text");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As the reference writes it. */
        public String word() {
            return word;
        }
    }

    /** Copies the list. */
    public ConfigurationKey {
        choices = List.copyOf(choices);
    }

    /** Whether it is below a list's elements. */
    public boolean isElement() {
        return variable == null;
    }
}
