package io.pigw.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a configuration file into nested records. A key is overridden by a variable of the environment: {@code sip.listen} by
 * {@code PIGW_SIP_LISTEN}, {@code sip.acceptStatus} by {@code PIGW_SIP_ACCEPT_STATUS}; lists and sections are given in YAML's
 * one-line form. A variable that looks like a key's and is not is warned of. Records check their values in their compact constructors.
 */
public final class Configuration {

    private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(Scalars.module())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Configuration() {}

    /**
     * Reads the file. Blocks.
     *
     * @param type a record
     * @param environment such as {@code System.getenv()}
     * @throws ConfigurationException with file, line and key when it is not as the record wants it
     */
    public static <T> T load(Path yaml, Class<T> type, Map<String, String> environment) {
        Variables variables = new Variables(type, environment);
        variables.strangers().forEach(LOG::warn);
        return read(yaml, type, variables);
    }

    /**
     * Reads the file as {@link #load} does, for nothing but to know whether it can be read. Blocks.
     *
     * @return what {@link #load} warns of: the environment's variables that look like a key's and are not
     * @throws ConfigurationException as {@link #load}
     */
    public static List<String> check(Path yaml, Class<?> type, Map<String, String> environment) {
        Variables variables = new Variables(type, environment);
        var _ = read(yaml, type, variables);
        return variables.strangers();
    }

    private static <T> T read(Path yaml, Class<T> type, Variables variables) {
        YamlTree tree = YamlTree.read(yaml);
        new RecordShape(tree, variables).fit(type);
        try {
            return MAPPER.treeToValue(tree.root(), type);
        } catch (JsonMappingException wrong) {
            throw new ConfigurationException(tree.at(pathOf(wrong)) + explain(wrong), wrong);
        } catch (JsonProcessingException | IllegalArgumentException wrong) {
            throw new ConfigurationException(tree.at("") + wrong.getMessage(), wrong);
        }
    }

    private static String pathOf(JsonMappingException wrong) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : wrong.getPath()) {
            if (reference.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    /** The innermost cause says it best when it is one of our own checks. */
    private static String explain(JsonMappingException wrong) {
        @Nullable Throwable cause = wrong.getCause();
        for (int depth = 0; cause != null && depth < 8; depth++, cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return wrong.getOriginalMessage();
    }
}
