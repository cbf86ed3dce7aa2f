package io.pigw.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A build of the product, whose classes a process can run.
 *
 * @param classPath with absolute paths
 */
public record Build(String classPath) {

    private static final String JAR = "pigw-cli-*.jar";

    /** The one that runs here. */
    public static Build present() {
        return new Build(JavaCommand.absolute(System.getProperty("java.class.path")));
    }

    /**
     * Another one, from a checkout that was built, or from a folder with the jar of its {@code cli} and {@code lib} beside it.
     *
     * @throws IllegalArgumentException if there is none, or more than one
     */
    public static Build in(Path folder) {
        for (Path place : List.of(folder, folder.resolve("cli").resolve("target"))) {
            List<Path> jars = jars(place);
            if (jars.size() > 1) {
                throw new IllegalArgumentException(
                        "there are several builds in " + place + ": leave one of " + jars + " there");
            }
            if (jars.size() == 1 && Files.isDirectory(place.resolve("lib"))) {
                return new Build(jars.getFirst().toAbsolutePath().toString()); // its manifest names what is in lib
            }
        }
        throw new IllegalArgumentException("there is no build in " + folder + ": neither it nor its cli/target has a "
                + JAR + " and a folder lib. A checkout builds itself with: " + folder.resolve("pigw") + " --version");
    }

    private static List<Path> jars(Path folder) {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (var entries = Files.newDirectoryStream(folder, JAR)) {
                entries.forEach(jars::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(folder + " cannot be read", unreadable);
            }
        }
        return jars;
    }
}
