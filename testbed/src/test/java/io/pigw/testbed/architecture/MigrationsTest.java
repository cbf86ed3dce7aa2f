package io.pigw.testbed.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module does to Derby's schema it does to PostgreSQL's too, in a file of the same version and name, and the reverse. */
class MigrationsTest {

    private static final String ROOT = "io/pigw";
    private static final String DERBY = "/db/";
    private static final String POSTGRES = "/db-postgresql/";

    private static NavigableSet<String> files = Collections.emptyNavigableSet();

    /** Of all modules, in their folders or in their jars. */
    @BeforeAll
    static void findTheMigrations() throws IOException {
        files = new TreeSet<>();
        for (URL root : Collections.list(MigrationsTest.class.getClassLoader().getResources(ROOT))) {
            URI place = URI.create(root.toString());
            if (place.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                    addAll(jar.getPath("/" + ROOT));
                }
            } else {
                addAll(Path.of(place));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"enrollment", "sos", "csp", "gateway", "peer"})
    void everyServiceHasMigrations(String service) {
        assertThat(files).anyMatch(file -> file.startsWith(ROOT + "/" + service + DERBY));
    }

    @Test
    void everyMigrationHasItsTwinForTheOtherDatabase() {
        assertThat(missing(files)).as("files that are missing").isEmpty();
    }

    @Test
    void aMissingTwinIsNamed() {
        NavigableSet<String> less = new TreeSet<>(files);
        String derby =
                files.stream().filter(file -> file.contains(DERBY)).toList().getFirst();
        String postgres =
                files.stream().filter(file -> file.contains(POSTGRES)).toList().getLast();
        less.remove(derby);
        less.remove(postgres);

        assertThat(missing(less)).containsExactly(derby, postgres);
    }

    private static void addAll(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            found.map(file -> ROOT + "/" + root.relativize(file))
                    .filter(file -> file.endsWith(".sql"))
                    .filter(file -> file.contains(DERBY) || file.contains(POSTGRES))
                    .forEach(files::add);
        }
    }

    private static NavigableSet<String> missing(Collection<String> present) {
        NavigableSet<String> missing = new TreeSet<>();
        present.forEach(file ->
                missing.add(file.contains(DERBY) ? file.replace(DERBY, POSTGRES) : file.replace(POSTGRES, DERBY)));
        missing.removeAll(present);
        return missing;
    }
}
