package io.pigw.bench.enroll;

import io.pigw.bench.server.ServerFootprint;
import io.pigw.bench.server.ServerMain;
import io.pigw.enrollment.Enrollment;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.TokenRequest;
import io.pigw.runtime.Environment;
import io.pigw.runtime.ServiceMain;
import io.pigw.runtime.config.Configuration;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs an enrollment server until standard input ends; at SIGTERM it ends as its own main ends it. Says {@code ready HOST:PORT} and
 * {@code trust FILE} and {@code published HOST:PORT}, and answers {@code tokens COUNT FILE} with {@code tokens} once as many are in the file,
 * one a line, {@code nodes NODES FILE} likewise, for the {@link FixedNode}s in the other file, and {@code footprint} and {@code scrape} as
 * {@link ServerMain} does. What it says once it listens stays as it is from one release to the next: an upgrade begins with the one before.
 */
public final class EnrollmentServerMain {

    static final String READY = "ready ";
    static final String TRUST = "trust ";
    static final String PUBLISHED = "published ";
    static final String TOKENS = "tokens";
    static final String NODES = "nodes";

    private static final int LOOP_THREADS = 1;

    private EnrollmentServerMain() {}

    /** {@code CONFIG}: the file. */
    public static void main(String[] arguments) throws Exception {
        EnrollmentConfig config = Configuration.load(Path.of(arguments[0]), EnrollmentConfig.class, Map.of());
        try (Environment environment = Environment.create(LOOP_THREADS);
                Enrollment enrollment = Enrollment.start(config, environment);
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> ServiceMain.end(enrollment, environment)));
            System.out.println(READY + enrollment.address());
            System.out.println(TRUST + enrollment.trustFile());
            System.out.println(PUBLISHED
                    + enrollment
                            .publication()
                            .map(served -> served.address().toString())
                            .orElse(""));
            int users = 0;
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case TOKENS -> {
                        int count = Integer.parseInt(words[1]);
                        write(enrollment, users, count, Path.of(words[2]));
                        users += count;
                        System.out.println(TOKENS);
                    }
                    case NODES -> {
                        write(enrollment, Files.readAllLines(Path.of(words[1])), Path.of(words[2]));
                        System.out.println(TOKENS);
                    }
                    case ServerFootprint.WORD ->
                        System.out.println(ServerFootprint.now().line());
                    case ServerMain.SCRAPE -> {
                        Files.writeString(
                                Path.of(words[1]), environment.metrics().scrape());
                        System.out.println(ServerMain.SCRAPED);
                    }
                    default -> throw new IllegalArgumentException("not understood: " + line);
                }
            }
            // Nobody needs what is left: whoever measured is done, or gone.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void write(Enrollment enrollment, List<String> nodes, Path file) throws Exception {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String node : nodes) {
                out.write(enrollment.issueToken(FixedNode.parse(node).request()));
                out.newLine();
            }
        }
    }

    private static void write(Enrollment enrollment, int from, int count, Path file) throws Exception {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = from; i < from + count; i++) {
                out.write(enrollment.issueToken(TokenRequest.peer("user" + i)));
                out.newLine();
            }
        }
    }
}
