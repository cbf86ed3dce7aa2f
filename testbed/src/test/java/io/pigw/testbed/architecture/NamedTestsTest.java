package io.pigw.testbed.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test that docs/ name, by its class or with its method, is there. */
class NamedTestsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SECURITY = ROOT.resolve("docs").resolve("security.md");

    /** Between backticks, as in {@code FloodTest} or {@code FloodTest.method}. */
    private static final Pattern NAME = Pattern.compile("`(\\p{Upper}\\w*Test)(?:\\.(\\w+))?`");

    /** Several modules may have a class of that name. */
    private static final Map<String, List<Path>> CLASSES = new HashMap<>();

    @BeforeAll
    static void findTheTests() throws IOException {
        for (Path module : inside(ROOT)) {
            Path tests = module.resolve("src").resolve("test").resolve("java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.filter(file -> file.toString().endsWith("Test.java"))
                            .forEach(file -> CLASSES.computeIfAbsent(
                                            file.getFileName().toString().replace(".java", ""), _ -> new ArrayList<>())
                                    .add(file));
                }
            }
        }
    }

    @Test
    void whatTheDocumentsNameIsThere() throws IOException {
        try (Stream<Path> files = Files.walk(SECURITY.getParent())) {
            for (Path document :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                assertThat(missing(Files.readString(document)))
                        .as("tests that %s names and nobody has", document)
                        .isEmpty();
            }
        }
        assertThat(NAME.matcher(Files.readString(SECURITY)).results().count()).isGreaterThan(100);
    }

    @Test
    void aTestThatIsGoneIsNamed() {
        assertThat(missing(
                        "`NamedTestsTest`, `NamedTestsTest.aTestThatIsGoneIsNamed`, `NoSuchTest`, `NamedTestsTest.no`"))
                .containsExactly("NamedTestsTest.no", "NoSuchTest");
    }

    private static Set<String> missing(String document) {
        Set<String> missing = new TreeSet<>();
        Matcher names = NAME.matcher(document);
        names.results()
                .filter(name -> !isThere(name))
                .forEach(name -> missing.add(name.group().replace("`", "")));
        return missing;
    }

    private static boolean isThere(MatchResult name) {
        List<Path> files = CLASSES.getOrDefault(name.group(1), List.of());
        return name.group(2) == null
                ? !files.isEmpty()
                : files.stream().anyMatch(file -> read(file).contains("void " + name.group(2) + "("));
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
