package io.pigw.peer;

import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs one peer: {@code --config FILE}. */
public final class PeerMain {

    private static final int LOOP_THREADS = 1;

    private PeerMain() {}

    /** Runs until the process is told to end; then the peer leaves the ring. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            System.err.println("usage: pigw peer --config FILE");
            System.exit(2);
        }
        PeerConfig config = Configuration.load(Path.of(arguments[1]), PeerConfig.class, System.getenv());
        Environment environment = Environment.create(LOOP_THREADS);
        PeerService service = PeerService.start(config, environment);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            service.close();
            environment.close();
        }));
        new CountDownLatch(1).await();
    }
}
