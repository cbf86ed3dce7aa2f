package io.pigw.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fits a tree to the record that it is for: refuses unknown keys, takes overrides and defaults, misses what is missing. */
final class RecordShape {

    private static final String PREFIX = "PIGW";

    private final YamlTree tree;
    private final Map<String, String> environment;

    RecordShape(YamlTree tree, Map<String, String> environment) {
        this.tree = tree;
        this.environment = environment;
    }

    /** Makes the tree's root fit the type. */
    void fit(Class<?> type) {
        fit(tree.root(), type, "", PREFIX);
    }

    private void fit(ObjectNode object, Class<?> type, String path, @Nullable String variable) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String key = property.getKey();
            if (!known.contains(key)) {
                throw new ConfigurationException(tree.at(join(path, key)) + "unknown key; known here: " + known);
            }
        }
        for (RecordComponent component : components) {
            fit(object, component, join(path, component.getName()), variable);
        }
    }

    private void fit(ObjectNode object, RecordComponent component, String path, @Nullable String parentVariable) {
        String name = component.getName();
        String variable = parentVariable == null ? null : parentVariable + "_" + upperSnake(name);
        String override = variable == null ? null : environment.get(variable);
        Class<?> section = section(component.getGenericType());
        if (override != null) {
            object.set(name, isText(component.getType()) ? object.textNode(override) : YamlTree.value(override));
        }
        JsonNode value = object.get(name);
        boolean empty = value != null
                && (value.isNull() || value.isTextual() && value.textValue().isEmpty());
        if (empty && section != null && component.getAnnotation(Default.class) == null) {
            value = object.putObject(name);
        }
        if (value == null || value.isNull()) {
            value = missing(component, section, path, variable);
            if (value == null) {
                object.remove(name);
                return;
            }
            object.set(name, value);
        }
        if (section != null) {
            if (!(value instanceof ObjectNode inner)) {
                throw new ConfigurationException(tree.at(path) + "expected a section of keys and values");
            }
            fit(inner, section, path, variable);
        } else if (value instanceof ArrayNode array && elementSection(component.getGenericType()) != null) {
            fitElements(array, component, path);
        }
    }

    private void fitElements(ArrayNode array, RecordComponent component, String path) {
        Class<?> element = elementSection(component.getGenericType());
        for (int i = 0; element != null && i < array.size(); i++) {
            String inner = path + "[" + i + "]";
            if (!(array.get(i) instanceof ObjectNode object)) {
                throw new ConfigurationException(tree.at(inner) + "expected keys and values");
            }
            fit(object, element, inner, null);
        }
    }

    /** The default; a section that the environment has keys of; null where nothing is to be. */
    private @Nullable JsonNode missing(
            RecordComponent component, @Nullable Class<?> section, String path, @Nullable String variable) {
        Default byDefault = component.getAnnotation(Default.class);
        if (byDefault != null) {
            return YamlTree.value(byDefault.value());
        }
        if (section != null
                && variable != null
                && environment.keySet().stream().anyMatch(key -> key.startsWith(variable + "_"))) {
            return tree.root().objectNode();
        }
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class) || component.getType() == Optional.class) {
            return null;
        }
        throw new ConfigurationException(tree.at(path) + "missing"
                + (variable == null ? "" : "; give it in the file or as " + variable + " in the environment"));
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isText(Class<?> type) {
        return type != List.class && !type.isRecord() && type != Map.class;
    }

    /** {@code outOfRange} is {@code OUT_OF_RANGE}. */
    private static String upperSnake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private static @Nullable Class<?> section(Type type) {
        if (type instanceof Class<?> raw) {
            return raw.isRecord() && !Scalars.isScalar(raw) ? raw : null;
        }
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? section(generic.getActualTypeArguments()[0])
                : null;
    }

    private static @Nullable Class<?> elementSection(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getRawType() instanceof Class<?> raw
                        && Collection.class.isAssignableFrom(raw)
                ? section(generic.getActualTypeArguments()[0])
                : null;
    }
}
