package io.pigw.bench.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command that runs another class, as the launcher runs a service. */
public final class JavaCommand {

    /** What the launcher gives a service: docs/operations.md. */
    private static final List<String> SWITCHES = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private JavaCommand() {}

    /**
     * The command, with the classes of this process.
     *
     * @param heap the most that it takes, such as {@code 512m}
     */
    public static List<String> of(Class<?> main, String heap, List<String> arguments) {
        return of(Build.present(), main, heap, arguments);
    }

    /** The same with the classes of another build, which has a main of that name. */
    public static List<String> of(Build build, Class<?> main, String heap, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse(System.getProperty("java.home") + "/bin/java"));
        command.addAll(SWITCHES);
        command.add("-Xmx" + heap);
        command.add("-cp");
        command.add(build.classPath());
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** The child runs in another folder. */
    static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Only errors are logged: a log is no part of what is measured. */
    public static Map<String, String> quiet() {
        return Map.of("PIGW_LOG", "ERROR");
    }
}
