package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help of every command can be read in a list, and its examples can be copied. */
class CommandsTest {

    private static final int COLUMNS = 80;

    static Stream<Named<CommandLine>> commands() {
        Set<CommandLine> all = new LinkedHashSet<>();
        collect(PigwMain.commandLine(), all);
        return all.stream().map(command -> Named.of(command.getCommandSpec().qualifiedName(), command));
    }

    private static void collect(CommandLine command, Set<CommandLine> all) {
        if (all.add(command)) {
            command.getSubcommands().values().forEach(below -> collect(below, all));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theFirstLineIsASentence(CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();

        assertThat(description).isNotEmpty();
        assertThat(description[0]).endsWith(".").hasSizeLessThanOrEqualTo(110);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noExampleIsWrapped(CommandLine command) {
        List<String> examples = Arrays.stream(
                        command.getCommandSpec().usageMessage().footer())
                .filter(line -> line.startsWith("  "))
                .toList();
        List<String> shown =
                command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines().toList();

        assertThat(examples).allSatisfy(line -> assertThat(line).hasSizeLessThan(COLUMNS));
        assertThat(shown).containsAll(examples);
    }

    /** A bare {@code %} in a text is complained about on standard error, whenever the help is shown. */
    @ParameterizedTest
    @MethodSource("commands")
    void helpIsShownWithoutAWarning(CommandLine command) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF)).doesNotContain("%%");
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
