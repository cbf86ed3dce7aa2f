package io.pigw.enrollment;

import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.nio.file.Path;

/** {@code java -jar pigw-enrollment.jar --config FILE}: runs the enrollment server until the process is told to end. */
public final class EnrollmentMain {

    private static final int LOOP_THREADS = 1;

    private EnrollmentMain() {}

    /** Starts the server. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            System.err.println("usage: enrollment --config FILE");
            System.exit(2);
        }
        EnrollmentConfig config = Configuration.load(Path.of(arguments[1]), EnrollmentConfig.class, System.getenv());
        Environment environment = Environment.create(LOOP_THREADS);
        Enrollment enrollment = Enrollment.start(config, environment);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            enrollment.close();
            environment.close();
        }));
        Thread.currentThread().join();
    }
}
