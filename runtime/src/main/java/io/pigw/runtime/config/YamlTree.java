package io.pigw.runtime.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file as a tree that knows the line of each key. Scalars stay text: what they mean is the business of the record that
 * takes them.
 */
final class YamlTree {

    private static final int MAX_FILE_BYTES = 1024 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String source;
    private final ObjectNode root;
    private final Map<String, Integer> lines;
    private final Map<String, String> variables = new HashMap<>();

    private YamlTree(String source, ObjectNode root, Map<String, Integer> lines) {
        this.source = source;
        this.root = root;
        this.lines = lines;
    }

    static YamlTree read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new ConfigurationException(file + ": larger than 1 MiB");
            }
            Map<String, Integer> lines = new HashMap<>();
            JsonNode root = parse(Files.readString(file), lines);
            if (!(root instanceof ObjectNode object)) {
                throw new ConfigurationException(file + ": expected keys and values");
            }
            return new YamlTree(file.toString(), object, lines);
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw new ConfigurationException(
                    file + ":" + malformed.getLocation().getLineNr() + ": " + malformed.getOriginalMessage(),
                    malformed);
        } catch (NoSuchFileException missing) {
            throw new ConfigurationException(
                    file + ": there is no such file. docs/configuration.md shows what to write into it", missing);
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    file + ": cannot be read"
                            + (Files.isDirectory(file)
                                    ? ", for it is a folder: name the file in it"
                                    : ": " + unreadable.getClass().getSimpleName()),
                    unreadable);
        }
    }

    /** A value from elsewhere than the file, such as a default. */
    static JsonNode value(String yaml) {
        try {
            return parse(yaml, new HashMap<>());
        } catch (IOException malformed) {
            throw new ConfigurationException("not YAML: " + malformed.getMessage(), malformed);
        }
    }

    ObjectNode root() {
        return root;
    }

    /** The key's value comes from that variable. */
    void overridden(String key, String variable) {
        variables.put(key, variable);
    }

    /** {@code file:line: key: }, as much of it as is known, or {@code variable: key: }. */
    String at(String key) {
        String variable = variableOf(key);
        if (variable != null) {
            return variable + ": " + key + ": ";
        }
        Integer line = lines.get(key);
        return source + (line == null ? "" : ":" + line) + ": " + (key.isEmpty() ? "" : key + ": ");
    }

    /** The variable that the key, or what it is in, comes from. */
    private @Nullable String variableOf(String key) {
        String at = key;
        while (!at.isEmpty() && !variables.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return variables.get(at);
    }

    private static JsonNode parse(String yaml, Map<String, Integer> lines) throws IOException {
        try (JsonParser parser = YAML.createParser(yaml)) {
            return parser.nextToken() == null ? JsonNodeFactory.instance.objectNode() : node(parser, "", lines, 0);
        }
    }

    private static JsonNode node(JsonParser parser, String path, Map<String, Integer> lines, int depth)
            throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("nested deeper than 16 levels");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                String inner = path.isEmpty() ? key : path + "." + key;
                lines.put(inner, parser.currentTokenLocation().getLineNr());
                parser.nextToken();
                object.set(key, node(parser, inner, lines, depth + 1));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String inner = path + "[" + array.size() + "]";
                lines.put(inner, parser.currentTokenLocation().getLineNr());
                array.add(node(parser, inner, lines, depth + 1));
            }
            return array;
        }
        return token == JsonToken.VALUE_NULL
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.textNode(parser.getText());
    }
}
