package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What docker/compose.yaml, and each file laid over it, gives a service can be read. Docker is not needed. */
class ComposeConfigurationTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCKER = ROOT.resolve("docker");
    private static final String BASE = "compose.yaml";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*)|:\\?[^}]*)?}");

    private static final Pattern IMAGE = Pattern.compile("pigw/[a-z-]+:(\\d[\\w.-]*)");

    /** A container, and the variables that it gets. */
    record Container(String name, ServiceKind service, Map<String, String> environment) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Container> containers() throws IOException {
        Map<String, Map<?, ?>> base = services(BASE);
        List<Container> containers = new ArrayList<>();
        base.forEach((name, definition) ->
                container(name, definition, List.of(definition)).ifPresent(containers::add));
        for (String file : overlays()) {
            services(file).forEach((name, definition) -> {
                Object below = section(definition, "extends").get("service");
                Map<?, ?> image = base.getOrDefault(below == null ? name : String.valueOf(below), Map.of());
                container(file + " " + name, image, List.of(image, definition)).ifPresent(containers::add);
            });
        }
        return containers;
    }

    @ParameterizedTest
    @MethodSource("containers")
    void fileAndVariablesAreRead(Container container) {
        Path file = DOCKER.resolve("config").resolve(container.service() + ".yaml");

        List<String> warnings = Configuration.check(file, container.service().configuration(), container.environment());

        assertThat(warnings).isEmpty();
    }

    @Test
    void theFilesLaidOverItAreAmongThese() throws IOException {
        assertThat(containers())
                .extracting(Container::name)
                .contains("gateway", "compose.postgres.yaml gateway", "compose.csp-4.yaml csp-4");
    }

    @Test
    void aFourthCspIsTheSameToEveryService() throws IOException {
        List<Container> containers = containers().stream()
                .filter(container -> container.name().startsWith("compose.csp-4.yaml"))
                .toList();

        assertThat(containers)
                .isNotEmpty()
                .extracting(container -> container.environment().get("PIGW_CSPS"))
                .allSatisfy(csps -> assertThat(csps).contains("{id: 1431655765, address: \"csp-4", ":9515\"}"));
        assertThat(Files.readString(DOCKER.resolve("README.md"))).containsPattern("--role csp +--id 1431655765");
    }

    @Test
    void theVersionIsTheSameEverywhere() throws IOException {
        String version = variables().getProperty("PIGW_VERSION");

        assertThat(Files.readString(ROOT.resolve("pom.xml"))).contains("<version>" + version + "</version>");
        assertThat(Files.readString(ROOT.resolve("pigw"))).contains("pigw-cli-" + version + ".jar");
        assertThat(IMAGE.matcher(Files.readString(DOCKER.resolve("README.md"))).results())
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image.group(1)).isEqualTo(version));
    }

    /** None for what is no service of ours. */
    private static Optional<Container> container(String name, Map<?, ?> image, List<Map<?, ?>> definitions) {
        Properties variables = variables();
        String of = String.valueOf(image.get("image")).replaceAll("^pigw/|:.*$", "");
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map<?, ?> definition : definitions) {
            section(definition, "environment")
                    .forEach((key, value) ->
                            environment.put(String.valueOf(key), resolved(String.valueOf(value), variables)));
        }
        return Stream.of(ServiceKind.values())
                .filter(service -> service.toString().equals(of))
                .map(service -> new Container(name, service, environment))
                .findFirst();
    }

    private static List<String> overlays() throws IOException {
        try (Stream<Path> files = Files.list(DOCKER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("compose\\..+\\.yaml") && !name.equals("compose.override.yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Map<?, ?>> services(String file) throws IOException {
        String text = Files.readString(DOCKER.resolve(file)).replaceAll("!(reset|override)\\b", "");
        Map<String, Map<?, ?>> services = new LinkedHashMap<>();
        section(new Yaml().load(text), "services")
                .forEach((name, definition) -> services.put(String.valueOf(name), (Map<?, ?>) definition));
        return services;
    }

    private static Properties variables() {
        Properties variables = new Properties();
        try (var env = Files.newBufferedReader(DOCKER.resolve(".env"))) {
            variables.load(env);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
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
