package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrustBenchCommandTest {

    private static final String SMALL =
            "--threat drop --share 0.3 --seeds 2 --nodes 48 --csps 3 --settle 60 --measure 10 --rate 4 ";

    @TempDir
    private Path folder = Path.of("none");

    private record Result(int code, String said, String printed) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--threat sybil | no threat 'sybil'; there are drop, tamper, on-off, collude, whitewash, liars",
                "--share 0.8 | --share must be above 0 and at most 0.7",
                "--seeds 0 | --seeds must be 1 to 1000, not 0",
                "--settle 59 | --settle must be 60 or more",
            })
    void whatIsTypedWrongIsNamedAndEndsWithTwo(String line, String remedy) {
        Result result = run(line.split(" "));

        assertThat(result.said()).contains(remedy);
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void theFieldsAreTheDocumentedOnesAndThePictureShowsEachWay() throws Exception {
        // When
        Path plot = folder.resolve("trust.svg");
        Result result = run((SMALL + "--json --plot " + plot).split(" "));

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.said()).contains("drew " + plot);
        JsonNode report = Json.parse(result.printed());
        assertThat(names(report))
                .containsExactly(
                        "nodes", "csps", "pingsPerSecond", "seeds", "settlingSeconds", "measuredSeconds", "rows");
        assertThat(names(report.get("rows").get(0)))
                .containsExactly(
                        "threat",
                        "share",
                        "liars",
                        "way",
                        "routes",
                        "delivered",
                        "deliveredInFirstMinute",
                        "messages",
                        "trustMessages",
                        "detected",
                        "detectionSeconds",
                        "honestAvoided",
                        "condemned",
                        "honestCondemned");
        List<String> ways = new ArrayList<>();
        report.get("rows").forEach(row -> ways.add(row.get("way").asText()));
        assertThat(ways)
                .containsExactly("1 route", "3 blind", "5 blind", "3 signed", "3 + memory", "3 + SOS", "3 + oracle");
        assertThat(Files.readString(plot)).contains(ways);
    }

    @Test
    void theTableSaysOfWhatItIs() {
        assertThat(run(SMALL.split(" ")).printed())
                .contains("3 + SOS", "honest condemned, all seeds")
                .contains(
                        "48 nodes, 3 CSPs, 4 pings a second, 2 seeds; opinions settle for 60 s, then pings count for 10 s");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Result run(String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        StringWriter said = new StringWriter();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = PigwMain.commandLine().setErr(new PrintWriter(said, true));
            String[] line = Stream.concat(Stream.of("bench", "trust"), Stream.of(arguments))
                    .toArray(String[]::new);
            int code = command.execute(line);
            return new Result(code, said.toString(), printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
        }
    }
}
