package io.pigw.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceMainTest {

    private record Settings(int width) {}

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Runnable> atEnd = new ArrayList<>();
    private final List<Integer> halted = new ArrayList<>();
    private final ServiceMain main =
            new ServiceMain("loom", new PrintStream(err, true, StandardCharsets.UTF_8), atEnd::add, halted::add);

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void runsUntilTheEndAndThenCloses() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();

        int code = start((settings, _) -> () -> closed.set(settings.width() == 3), "--config", file("width: 3"));

        assertThat(code).isZero();
        assertThat(closed).isFalse();
        assertThat(atEnd).hasSize(1);
        atEnd.getFirst().run();
        assertThat(closed).isTrue();
        assertThat(halted).isEmpty();
    }

    @Test
    void whatIsUnderWayIsWaitedForBeforeItCloses() throws IOException {
        List<String> steps = new ArrayList<>();
        Drainable service = new Drainable() {
            @Override
            public CompletableFuture<Integer> drain() {
                steps.add("drain");
                return CompletableFuture.completedFuture(0);
            }

            @Override
            public void close() {
                steps.add("close");
            }
        };

        assertThat(start((_, _) -> service, "--config", file("width: 3"))).isZero();
        atEnd.getFirst().run();

        assertThat(steps).containsExactly("drain", "close");
    }

    @Test
    void closesWhereItCannotWait() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        Drainable service = new Drainable() {
            @Override
            public CompletableFuture<Integer> drain() {
                return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };

        assertThat(start((_, _) -> service, "--config", file("width: 3"))).isZero();
        atEnd.getFirst().run();

        assertThat(closed).isTrue();
    }

    @Test
    void endsWithTwoAndTheUsageOnAWrongCommandLine() {
        int code = start((_, _) -> () -> {}, "--file");

        assertThat(code).isEqualTo(2);
        assertThat(told()).isEqualTo("usage: pigw loom --config FILE\n");
    }

    @Test
    void endsWithTwoAndThePlaceOnAWrongFile() throws IOException {
        String file = file("width: 3\nheight: 4");

        int code = start((_, _) -> () -> {}, "--config", file);

        assertThat(code).isEqualTo(2);
        assertThat(told()).startsWith("pigw loom: " + file + ":2: height: unknown key");
    }

    @Test
    void endsWithTwoWhenTheServiceCannotWorkWithTheConfiguration() throws IOException {
        int code = start(
                (_, _) -> {
                    throw new IllegalArgumentException("too narrow");
                },
                "--config",
                file("width: 3"));

        assertThat(code).isEqualTo(2);
        assertThat(told()).isEqualTo("pigw loom: too narrow\n");
        assertThat(atEnd).isEmpty();
    }

    @Test
    void endsWithTwoWhenThereIsNoConfiguration() {
        int code = start((_, _) -> () -> {}, "--config", "none.yaml");

        assertThat(code).isEqualTo(2);
        assertThat(told()).startsWith("pigw loom: none.yaml: there is no such file. ");
    }

    @Test
    void endsWithTwoWhenAFileThatTheConfigurationNamesIsMissing() throws IOException {
        int code = start(
                (_, _) -> {
                    throw new NoSuchFileException("key.pem");
                },
                "--config",
                file("width: 3"));

        assertThat(code).isEqualTo(2);
        assertThat(told()).isEqualTo("pigw loom: key.pem: no such file\n");
    }

    @Test
    void endsWithOneAndTheReasonWhenTheServiceDoesNotStart() throws IOException {
        int code = start(
                (_, _) -> {
                    throw new CompletionException(new IllegalStateException("cannot listen"));
                },
                "--config",
                file("width: 3"));

        assertThat(code).isEqualTo(1);
        assertThat(told()).isEqualTo("pigw loom: cannot listen\n");
    }

    private int start(ServiceMain.Root<Settings> root, String... arguments) {
        return main.start(Settings.class, 1, root, arguments, Map.of());
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("loom.yaml"), yaml).toString();
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
