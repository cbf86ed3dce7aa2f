package io.pigw.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fits a tree to the record that it is for: refuses unknown keys, takes overrides and defaults, misses what is missing. */
final class RecordShape {

    /** A variable that says so takes away what the file has. */
    private static final String NOTHING = "null";

    private final YamlTree tree;
    private final Variables variables;

    RecordShape(YamlTree tree, Variables variables) {
        this.tree = tree;
        this.variables = variables;
    }

    /** Makes the tree's root fit the type. */
    void fit(Class<?> type) {
        fit(tree.root(), type, "", Shapes.PREFIX);
    }

    private void fit(ObjectNode object, Class<?> type, String path, @Nullable String variable) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String key = property.getKey();
            if (!known.contains(key)) {
                throw new ConfigurationException(tree.at(Shapes.path(path, key)) + "unknown key; known here: " + known);
            }
        }
        for (RecordComponent component : components) {
            String name = component.getName();
            fit(object, component, Shapes.path(path, name), variable == null ? null : Shapes.variable(variable, name));
        }
    }

    private void fit(ObjectNode object, RecordComponent component, String path, @Nullable String variable) {
        String name = component.getName();
        override(object, component, path, variable);
        Class<?> section = Shapes.section(component.getGenericType());
        JsonNode value = object.get(name);
        boolean empty = value != null
                && (value.isNull() || value.isTextual() && value.textValue().isEmpty());
        if (empty && section != null && Shapes.byDefault(component) == null) {
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
        } else if (Shapes.element(component.getGenericType()) != null) {
            if (!(value instanceof ArrayNode array)) {
                throw new ConfigurationException(
                        tree.at(path) + "expected a list, such as " + exampleOfList(component));
            }
            fitElements(array, Shapes.elementSection(component.getGenericType()), path);
        }
    }

    private static String exampleOfList(RecordComponent list) {
        Class<?> element = Shapes.elementSection(list.getGenericType());
        return element == null
                ? "[a, b]"
                : Arrays.stream(element.getRecordComponents())
                        .map(key -> key.getName() + ": ...")
                        .collect(Collectors.joining(", ", "[{", "}]"));
    }

    /** Puts what the environment says in the place of what the file says. */
    private void override(ObjectNode object, RecordComponent component, String path, @Nullable String variable) {
        Optional<String> value = variable == null ? Optional.empty() : variables.value(variable);
        if (variable == null || value.isEmpty()) {
            return;
        }
        if (value.get().strip().equals(NOTHING)) {
            object.remove(component.getName());
            return;
        }
        tree.overridden(path, variable);
        object.set(component.getName(), node(component.getGenericType(), value.get(), path));
    }

    private JsonNode node(Type type, String value, String path) {
        boolean isList = Shapes.element(type) != null;
        if (!isList && Shapes.section(type) == null && !isQuotedScalar(type, value)) {
            return tree.root().textNode(value);
        }
        JsonNode parsed;
        try {
            parsed = YamlTree.value(value);
        } catch (ConfigurationException malformed) {
            throw new ConfigurationException(tree.at(path) + malformed.getMessage(), malformed);
        }
        if (isList && parsed.isTextual()) {
            ArrayNode array = tree.root().arrayNode();
            for (String element : parsed.textValue().split(",")) {
                array.add(element.strip());
            }
            return array;
        }
        return parsed;
    }

    /** {@code "[::1]:9512"}, as it has to be written in the file. */
    private static boolean isQuotedScalar(Type type, String value) {
        return Scalars.isScalar(Shapes.value(type)) && (value.startsWith("\"") || value.startsWith("'"));
    }

    private void fitElements(ArrayNode array, @Nullable Class<?> element, String path) {
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
        String byDefault = Shapes.byDefault(component);
        if (byDefault != null) {
            return YamlTree.value(byDefault);
        }
        if (section != null && variable != null && variables.hasKeyOf(variable)) {
            return tree.root().objectNode();
        }
        if (Shapes.isOptional(component)) {
            return null;
        }
        throw new ConfigurationException(tree.at(path) + "missing"
                + (variable == null ? "" : "; give it in the file or as " + variable + " in the environment"));
    }
}
