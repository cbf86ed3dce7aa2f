package io.pigw.csp;

import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs one CSP: {@code --config FILE}. */
public final class CspMain {

    private static final int LOOP_THREADS = 1;

    private CspMain() {}

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            System.err.println("usage: pigw csp --config FILE");
            System.exit(2);
        }
        CspConfig config = Configuration.load(Path.of(arguments[1]), CspConfig.class, System.getenv());
        Environment environment = Environment.create(LOOP_THREADS);
        Csp csp = Csp.start(config, environment);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            csp.close();
            environment.close();
        }));
        new CountDownLatch(1).await();
    }
}
