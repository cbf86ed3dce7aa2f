package io.pigw.testbed.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One project of the compose file.
 *
 * @param project its name, which its containers, networks and volumes carry as a label
 * @param environment the variables of the file, and of docker compose
 * @param files the compose file, and what is laid over it
 */
record Stack(String project, Map<String, String> environment, List<Path> files) {

    /** The label of all that docker compose makes. */
    static final String LABEL = "com.docker.compose.project";

    /** Projects of the tests begin with this. */
    static final String PREFIX = "pigwtest";

    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the compose file is. */
    static Path folder() {
        return Path.of("..", "docker").toAbsolutePath().normalize();
    }

    /** The compose file. */
    static Path file() {
        return folder().resolve("compose.yaml");
    }

    /** Of the compose file alone. */
    Stack(String project, Map<String, String> environment) {
        this(project, environment, List.of(file()));
    }

    /** Runs docker compose on it; what it printed. */
    String compose(String... arguments) {
        List<String> command = new ArrayList<>(List.of("compose", "--project-name", project));
        files.forEach(file -> command.addAll(List.of("--file", file.toString())));
        command.addAll(List.of(arguments));
        return Docker.run(environment, LIMIT, command.toArray(String[]::new));
    }

    /** With one more variable. */
    Stack with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Stack(project, Map.copyOf(more), files);
    }

    /** With another file laid over it. */
    Stack over(String file) {
        List<Path> more = new ArrayList<>(files);
        more.add(folder().resolve(file));
        return new Stack(project, environment, List.copyOf(more));
    }

    /** What docker inspect says of each container, started or not, by the service's name. */
    SortedMap<String, JsonNode> containers() {
        SortedMap<String, JsonNode> services = new TreeMap<>();
        String ids = Docker.run("ps", "--all", "--quiet", "--filter", "label=" + LABEL + "=" + project);
        if (!ids.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("inspect"));
            ids.lines().forEach(command::add);
            for (JsonNode container : json(Docker.run(command.toArray(String[]::new)))) {
                services.put(
                        container
                                .at("/Config/Labels/com.docker.compose.service")
                                .asText(),
                        container);
            }
        }
        return services;
    }

    /** What docker inspect says of the container of a service. */
    JsonNode inspect(String service) {
        JsonNode container = containers().get(service);
        if (container == null) {
            throw new AssertionError("no container of " + service);
        }
        return container;
    }

    /** The container of a service, by its ID. */
    String container(String service) {
        return inspect(service).path("Id").asText();
    }

    /** How each container is: {@code healthy}, {@code unhealthy}, {@code starting}, {@code exited 0}, {@code running}. */
    SortedMap<String, String> states() {
        SortedMap<String, String> states = new TreeMap<>();
        containers().forEach((service, container) -> states.put(service, state(container.path("State"))));
        return states;
    }

    private static String state(JsonNode state) {
        String status = state.path("Status").asText();
        if (status.equals("running")) {
            return state.at("/Health/Status").asText("running");
        }
        return status + " " + state.path("ExitCode").asInt();
    }

    /** Runs a command in a service's container; what it printed. */
    String exec(String service, String... command) {
        List<String> arguments = new ArrayList<>(List.of("exec", container(service)));
        arguments.addAll(List.of(command));
        return Docker.run(arguments.toArray(String[]::new));
    }

    /** Runs a line of bash in a service's container. */
    String bash(String service, String line) {
        return exec(service, "bash", "-c", line);
    }

    /** Removes all that carries the project's label, as far as it is there. */
    void remove() {
        String filter = "label=" + LABEL + "=" + project;
        removeEach(Docker.run("ps", "--all", "--quiet", "--filter", filter), "rm", "--force", "--volumes");
        removeEach(Docker.run("network", "ls", "--quiet", "--filter", filter), "network", "rm");
        removeEach(Docker.run("volume", "ls", "--quiet", "--filter", filter), "volume", "rm", "--force");
    }

    private static void removeEach(String names, String... command) {
        if (!names.isEmpty()) {
            List<String> arguments = new ArrayList<>(List.of(command));
            names.lines().forEach(arguments::add);
            Docker.run(arguments.toArray(String[]::new));
        }
    }

    /** Reads JSON. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
