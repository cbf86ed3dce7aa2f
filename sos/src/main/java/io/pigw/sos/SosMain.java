package io.pigw.sos;

import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;

/** Runs an opinion server until the process is told to end. */
public final class SosMain {

    private static final int LOOP_THREADS = 2;

    private SosMain() {}

    /** {@code --config FILE}. Exits with 2 when the command line or the file is wrong. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            System.err.println("usage: pigw sos --config FILE");
            System.exit(2);
        }
        try {
            run(Configuration.load(Path.of(arguments[1]), SosConfig.class, System.getenv()));
        } catch (ConfigurationException wrong) {
            System.err.println("pigw sos: " + wrong.getMessage());
            System.exit(2);
        }
    }

    private static void run(SosConfig config) throws IOException, InterruptedException {
        Environment environment = Environment.create(LOOP_THREADS);
        Sos sos = Sos.start(config, environment);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            sos.close();
            environment.close();
        }));
        Thread.currentThread().join();
    }
}
