package io.pigw.runtime.config;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.config.ConfigurationKey.Kind;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All keys that a configuration's record has. */
public final class ConfigurationReference {

    private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(
            Map.entry(Duration.class, Kind.DURATION),
            Map.entry(HostPort.class, Kind.ADDRESS),
            Map.entry(Path.class, Kind.PATH),
            Map.entry(NodeId.class, Kind.NODE_ID),
            Map.entry(boolean.class, Kind.BOOLEAN),
            Map.entry(Boolean.class, Kind.BOOLEAN),
            Map.entry(int.class, Kind.NUMBER),
            Map.entry(Integer.class, Kind.NUMBER),
            Map.entry(long.class, Kind.NUMBER),
            Map.entry(Long.class, Kind.NUMBER),
            Map.entry(double.class, Kind.NUMBER),
            Map.entry(Double.class, Kind.NUMBER));

    private final List<ConfigurationKey> keys = new ArrayList<>();

    private ConfigurationReference() {}

    /**
     * The keys in the order of the records' components, a section before what is in it.
     *
     * @param type a record
     */
    public static List<ConfigurationKey> of(Class<?> type) {
        ConfigurationReference reference = new ConfigurationReference();
        reference.add(type, "", Shapes.PREFIX);
        return List.copyOf(reference.keys);
    }

    /** The variables of the keys, as far as they have one. */
    static Set<String> variables(Class<?> type) {
        return of(type).stream()
                .map(ConfigurationKey::variable)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void add(Class<?> type, String path, @Nullable String variable) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            add(component, Shapes.path(path, name), variable == null ? null : Shapes.variable(variable, name));
        }
    }

    private void add(RecordComponent component, String path, @Nullable String variable) {
        String byDefault = Shapes.byDefault(component);
        Type type = component.getGenericType();
        Kind kind = kind(type);
        boolean required = byDefault == null && !Shapes.isOptional(component);
        keys.add(new ConfigurationKey(path, variable, kind, choices(Shapes.value(type)), byDefault, required));
        Class<?> section = Shapes.section(type);
        Class<?> element = Shapes.elementSection(type);
        if (section != null) {
            add(section, path, variable);
        } else if (element != null) {
            add(element, path + "[]", null);
        }
    }

    private static Kind kind(Type type) {
        Class<?> value = Shapes.value(type);
        if (Shapes.section(type) != null) {
            return Kind.SECTION;
        }
        if (Shapes.element(type) != null) {
            return Kind.LIST;
        }
        return value.isEnum() ? Kind.CHOICE : KINDS.getOrDefault(value, Kind.TEXT);
    }

    private static List<String> choices(Class<?> type) {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                        .toList()
                : List.of();
    }
}
