package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/configuration.md says what the records say, and the examples can be read. */
class ConfigurationReferenceTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyKeyHasItsRow() throws IOException {
        assertThat(new ReferenceTables(Files.readString(DOCUMENT)).complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                "| `ping.lifetime` ! | `ping.wrong` ! ## csp: add a row for ping.lifetime: | `ping.lifetime` | duration | 60s |",
                "| `ping.lifetime` ! | `ping.wrong` ! ping.wrong: there is no such key",
                "| 60s | how long a location ! | 61s | how long a location ! ping.lifetime: the default for csp is: 60s",
                "| duration, 50ms to 60s ! | number, 50 ! ping.timeLimit: the type for csp is: duration",
                "`ping`, `cache`, `flow` ! `ping`, `cache` ! locate: the type for csp is: `ping`, `cache`, `flow`",
                "| `sip.domain` | text | required ! | `sip.domain` | text | none ! the default for gateway is: required",
                "| `csps[].address` ! | `csps[].port` ! add a row for csps[].address",
            })
    void whatIsWrongInItIsNamed(String right, String wrong, String complaint) throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(right);

        List<String> complaints = new ReferenceTables(document.replace(right, wrong)).complaints();

        assertThat(complaints).anySatisfy(told -> assertThat(told).contains(complaint));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsReadByItsService(Path example) {
        String name = example.getFileName().toString().split("[-.]", 2)[0].toUpperCase(Locale.ROOT);
        ServiceKind service = name.equals("CLIENT") ? ServiceKind.PEER : ServiceKind.valueOf(name);

        Record read = Configuration.load(example, service.configuration(), Map.of());

        assertThat(read).isInstanceOf(service.configuration());
        assertThat(EXAMPLES.resolve("README.md")).content().contains("(" + example.getFileName() + ")");
    }

    @Test
    void whatTheDocumentShowsIsOfAnExample() throws IOException {
        List<JsonNode> examples = new ArrayList<>();
        for (Path example : examples()) {
            examples.add(YAML.readTree(Files.readString(example)));
        }

        List<String> blocks = BLOCK.matcher(Files.readString(DOCUMENT))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(blocks).isNotEmpty().allSatisfy(block -> {
            JsonNode shown = YAML.readTree(block);
            assertThat(examples).anyMatch(example -> isWithin(shown, example));
        });
    }

    private static boolean isWithin(JsonNode part, JsonNode whole) {
        return part.isObject()
                ? part.properties().stream()
                        .allMatch(entry ->
                                whole.has(entry.getKey()) && isWithin(entry.getValue(), whole.get(entry.getKey())))
                : part.equals(whole);
    }
}
