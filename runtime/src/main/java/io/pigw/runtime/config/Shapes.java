package io.pigw.runtime.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the components of a configuration's records say about its keys. */
final class Shapes {

    /** What each variable begins with. */
    static final String PREFIX = "PIGW";

    private Shapes() {}

    /** The variable of a key below that of its section: {@code outOfRange} is {@code …_OUT_OF_RANGE}. */
    static String variable(String section, String key) {
        return section + "_" + key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    static String path(String section, String key) {
        return section.isEmpty() ? key : section + "." + key;
    }

    /** The record of a section of keys; null for what is none. */
    static @Nullable Class<?> section(Type type) {
        Class<?> raw = value(type);
        return raw.isRecord() && !Scalars.isScalar(raw) ? raw : null;
    }

    /** What a list holds; null for what is none. */
    static @Nullable Type element(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getRawType() instanceof Class<?> raw
                        && Collection.class.isAssignableFrom(raw)
                ? generic.getActualTypeArguments()[0]
                : null;
    }

    /** The record of each element of a list; null for what is none. */
    static @Nullable Class<?> elementSection(Type type) {
        Type element = element(type);
        return element == null ? null : section(element);
    }

    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                || component.getType() == Optional.class;
    }

    static @Nullable String byDefault(RecordComponent component) {
        Default annotation = component.getAnnotation(Default.class);
        return annotation == null ? null : annotation.value();
    }

    /** The class itself, or that of what an {@link Optional} holds. */
    static Class<?> value(Type type) {
        return switch (type) {
            case Class<?> raw -> raw;
            case ParameterizedType generic
            when generic.getRawType() == Optional.class -> value(generic.getActualTypeArguments()[0]);
            case ParameterizedType generic -> value(generic.getRawType());
            default -> Object.class;
        };
    }
}
