package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What docker/compose.yaml gives each service, file and variables, can be read. Docker is not needed. */
class ComposeConfigurationTest {

    private static final Path DOCKER = Path.of("..", "docker");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*)|:\\?[^}]*)?}");

    /** A container, and the variables that it gets. */
    record Container(String name, ServiceKind service, Map<String, String> environment) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Container> containers() throws IOException {
        Map<?, ?> compose = new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml")));
        Properties variables = new Properties();
        try (var env = Files.newBufferedReader(DOCKER.resolve(".env"))) {
            variables.load(env);
        }
        return section(compose, "services").entrySet().stream()
                .flatMap(entry -> container(String.valueOf(entry.getKey()), (Map<?, ?>) entry.getValue(), variables))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("containers")
    void fileAndVariablesAreRead(Container container) {
        Path file = DOCKER.resolve("config").resolve(container.service() + ".yaml");

        List<String> warnings = Configuration.check(file, container.service().configuration(), container.environment());

        assertThat(warnings).isEmpty();
    }

    /** None for what is no service of ours. */
    private static Stream<Container> container(String name, Map<?, ?> definition, Properties variables) {
        String image = String.valueOf(definition.get("image")).replaceAll("^pigw/|:.*$", "");
        Map<String, String> environment = new LinkedHashMap<>();
        section(definition, "environment")
                .forEach((key, value) ->
                        environment.put(String.valueOf(key), resolved(String.valueOf(value), variables)));
        return Stream.of(ServiceKind.values())
                .filter(service -> service.toString().equals(image))
                .map(service -> new Container(name, service, environment));
    }

    private static Map<?, ?> section(Map<?, ?> map, String key) {
        return map.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
    }

    /** As Compose does it. */
    private static String resolved(String value, Properties variables) {
        return REFERENCE.matcher(value).replaceAll(match -> {
            String set = variables.getProperty(match.group(1), "");
            return set.isEmpty() && match.group(2) != null ? match.group(2) : set;
        });
    }
}
