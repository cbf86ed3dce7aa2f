package io.pigw.testbed.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The images that the product's are built on: a registry's, or the stand-ins. */
final class BaseImages {

    private static final String ANY = "PIGW_JRE_IMAGE";

    private BaseImages() {}

    /** The variables that name them: the stand-ins if these were made, those of the environment if it names any; nothing without either. */
    static Optional<Map<String, String>> find() {
        if (System.getenv(ANY) != null) {
            return Optional.of(Map.of());
        }
        Map<String, String> standIns = standIns();
        boolean all = standIns.values().stream()
                .allMatch(image -> Docker.call("image", "inspect", image).code() == 0);
        return all ? Optional.of(standIns) : Optional.empty();
    }

    private static Map<String, String> standIns() {
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            Files.readAllLines(Stack.folder().resolve("stand-in").resolve("images.env")).stream()
                    .filter(line -> !line.startsWith("#") && line.contains("="))
                    .forEach(line ->
                            variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }
}
