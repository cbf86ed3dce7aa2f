package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.simulation.AttackOptions;
import io.pigw.simulation.AttackRun;
import io.pigw.simulation.SimulationException;
import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.adversary.Adversaries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import picocli.CommandLine;

class SimulateCommandTest {

    private static final String SMALL = "--nodes 24 --csps 3 --attempts 12 --seeds 2 --json";

    @TempDir
    private Path folder = Path.of("none");

    private record Result(int code, String said, String printed) {}

    @Test
    void helpNamesEveryAdversaryAndHasExamples() {
        Result result = run("--help");

        assertThat(result.code()).isZero();
        assertThat(Adversaries.ALL)
                .allSatisfy(adversary -> assertThat(result.printed()).contains(adversary.label()));
        assertThat(result.printed()).contains("Examples:").contains("pigw simulate --adversary drop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes 0 | nodes must be 1 to 100000",
                "--nodes 4 --csps 5 | CSPs must be 1 to 1024, and no more than the 4 nodes, not 5",
                "--nodes 3000 --ring-bits 11 | a ring of 2^11 has no room for 3000 nodes",
                "--routes 33 | routes must be 1 to 32",
                "--adversary sybil | no adversary 'sybil'; there are drop, tamper",
                "--adversary drop --share 1.5 | the share of bad peers must be 0 to 1",
                "--adversary drop --seeds 0 | seeds must be 1 or more",
                "--churn 101 | churn must be 0 to 100",
                "--partition 60..30 | a partition is FROM..TO in seconds",
                "--partition soon | such as 30..60",
                "--churn -1 | churn must be 0 to 100",
                "--adversary drop --attempts 0 | --attempts must be 1 or more, not 0",
                "--attempts -5 | --attempts must be 1 or more, not -5",
                "--share 0.3 | --share has no effect without --adversary",
                "--churn 1 --share 0.3 | --share has no effect without --adversary",
                "--seeds 3 | --seeds has no effect without --adversary, --churn, --partition or --plot",
                "--svg ring.svg --seeds 3 | --seeds has no effect",
                "--scale 64 --seeds 3 | --seeds has no effect",
                "--scale 64 --adversary drop | --scale measures overlays at rest",
                "--scale 100001 | nodes must be 1 to 100000",
            })
    void whatIsTypedWrongIsNamedAndEndsWithTwo(String line, String remedy) {
        Result result = run(line.split(" "));

        assertThat(result.said()).contains(remedy);
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void oneSeedPrintsTheSameTwice() {
        String line = SMALL + " --adversary drop,replay --share 0.2";

        Result once = run(line.split(" "));
        Result again = run(line.split(" "));
        Result other = run((line + " --seed 3").split(" "));

        assertThat(again.printed()).isEqualTo(once.printed());
        assertThat(traces(other)).doesNotContainAnyElementsOf(traces(once));
    }

    @Test
    void theFieldsOfAnAttackAreTheDocumentedOnes() throws Exception {
        // When
        Path svg = folder.resolve("ring.svg");
        Path plot = folder.resolve("plot.svg");
        Result result = run((SMALL + " --adversary drop --share 0,0.4 --svg " + svg + " --plot " + plot).split(" "));

        // Then
        JsonNode report = Json.parse(result.printed());
        assertThat(names(report))
                .containsExactly(
                        "nodes",
                        "csps",
                        "routes",
                        "attempts",
                        "adversaries",
                        "churn",
                        "partition",
                        "interval",
                        "points");
        JsonNode point = report.get("points").get(1);
        assertThat(names(point))
                .containsExactly(
                        "share", "arms", "meanHops", "longestHealingSeconds", "records", "recordsBound", "runs");
        JsonNode arm = point.get("arms").get(3);
        assertThat(names(arm)).containsExactly("arm", "delivered", "bound");
        assertThat(names(arm.get("arm"))).containsExactly("label", "routes", "origins");
        assertThat(names(arm.get("delivered"))).containsExactly("mean", "low", "high");
        assertThat(names(point.get("runs").get(0)))
                .containsExactly(
                        "seed", "share", "attempts", "arms", "meanHops", "healedSeconds", "records", "traceHash");
        assertThat(report.get("points").get(0).get("arms"))
                .allSatisfy(
                        honest -> assertThat(honest.get("delivered").get("mean").asDouble())
                                .isEqualTo(1));
        assertThat(elements(svg, "title")).isEqualTo(24);
        assertThat(elements(plot, "polyline")).isEqualTo(5);
        assertThat(elements(plot, "circle")).isEqualTo(10);
    }

    @Test
    void onlyWhereBadPeersDropIsItABound() {
        String dropped = run("--nodes 24 --csps 3 --attempts 12 --seeds 2 --adversary drop --share 0.2".split(" "))
                .printed();
        String churned = run(("--nodes 24 --csps 3 --attempts 12 --seeds 1 --adversary drop,tamper --share 0.2"
                                + " --churn 0.1 --partition 1..2")
                        .split(" "))
                .printed();

        assertThat(dropped)
                .contains("  bound  ")
                .contains(" to ")
                .contains("12 pings a run, 2 seeds; intervals: 95 %, Student t over seeds")
                .endsWith("adversary: drop; churn: none; partition: none\n")
                .doesNotContain("honest route");
        assertThat(churned)
                .contains("honest route")
                .contains(" % (–)")
                .contains("1 seed; intervals: none of one seed")
                .endsWith("adversary: drop, tamper; churn: 0.1 peers a second; partition: 1..2 s\n")
                .doesNotContain("bound");
    }

    @Test
    void whereRecordsAloneAreAttackedPingsAreNotShown() throws Exception {
        Path plot = folder.resolve("plot.svg");

        String printed = run(("--nodes 24 --csps 3 --attempts 12 --seeds 1 --adversary bad-storage --share 0.2 --plot "
                                + plot)
                        .split(" "))
                .printed();

        assertThat(printed)
                .startsWith("bad   records ")
                .contains("12 fetches a run")
                .doesNotContain("honest route");
        assertThat(elements(plot, "polyline")).isEqualTo(1);
    }

    @Test
    void aPictureAloneCountsNothing() throws Exception {
        Path svg = folder.resolve("ring.svg");
        String line = "--nodes 24 --csps 3 --attempts 12 --svg " + svg;

        assertThat(run(line.split(" ")).printed()).isEmpty();
        Result result = run((line + " --json").split(" "));

        assertThat(names(Json.parse(result.printed()))).containsExactly("nodes", "csps", "seed", "svg");
        assertThat(result.said()).contains("drew " + svg);
        assertThat(elements(svg, "title")).isEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--svg", "--plot"})
    void aPictureThatCannotBeWrittenEndsWithOne(String option) {
        Path none = folder.resolve("none");

        Result result = run(
                "--nodes", "24", "--csps", "3", option, none.resolve("x.svg").toString());

        assertThat(result.said()).contains("cannot draw " + none.resolve("x.svg") + ": there is no folder " + none);
        assertThat(result.code()).isEqualTo(1);
        assertThat(run("--nodes", "24", "--csps", "3", "--svg", folder.toString())
                        .said())
                .contains("cannot draw " + folder + ": ");
    }

    @Test
    void theFieldsOfSizesAreTheDocumentedOnes() {
        Result result = run("--scale 1,64,80 --attempts 20 --json".split(" "));

        JsonNode report = Json.parse(result.printed());
        assertThat(names(report)).containsExactly("points", "computed");
        assertThat(names(report.get("points").get(0)))
                .containsExactly(
                        "nodes",
                        "csps",
                        "seed",
                        "meanHops",
                        "predictedHops",
                        "meanContacts",
                        "meanLinks",
                        "messagesPerNodeSecond",
                        "bytesPerNodeSecond",
                        "delivered",
                        "pings",
                        "ringCorrect",
                        "virtualSeconds",
                        "traceHash");
        assertThat(names(report.get("computed")))
                .containsExactly(
                        "nodes",
                        "csps",
                        "predictedHops",
                        "meanContacts",
                        "messagesPerNodeSecond",
                        "bytesPerNodeSecond");
    }

    @Test
    void aRunThatFailsIsNamedByItsSeed() {
        // Given: nobody is left to be pinged
        AttackOptions impossible = AttackOptions.comparing(
                SimulationOptions.PAPER.withNodes(5, 4).withAttempts(40).withSeed(31),
                Adversaries.ALL.subList(0, 1),
                1,
                0,
                null);

        // Then
        assertThatThrownBy(() -> AttackRun.run(impossible))
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining("seed 31: no honest peer");
        assertThatThrownBy(() -> SimulateCommand.explained(() -> AttackRun.run(impossible)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("seed 31: ")
                .hasMessageContaining("fail again");
    }

    private static List<String> traces(Result result) {
        List<String> traces = new ArrayList<>();
        Json.parse(result.printed())
                .get("points")
                .get(0)
                .get("runs")
                .forEach(run -> traces.add(run.get("traceHash").asText()));
        assertThat(traces).hasSize(2).doesNotHaveDuplicates();
        return traces;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static int elements(Path svg, String name) throws Exception {
        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(svg)));
        assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        return document.getElementsByTagNameNS("*", name).getLength();
    }

    private static Result run(String... arguments) {
        CommandLine command = PigwMain.commandLine();
        StringWriter said = new StringWriter();
        StringWriter help = new StringWriter();
        command.setErr(new PrintWriter(said)).setOut(new PrintWriter(help));
        String[] line = new String[arguments.length + 1];
        line[0] = "simulate";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            int code = command.execute(line);
            return new Result(code, said.toString(), help + printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
