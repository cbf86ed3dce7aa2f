package io.pigw.gateway;

import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a gateway: {@code --config FILE}. */
public final class GatewayMain {

    private static final int LOOP_THREADS = 2;

    private GatewayMain() {}

    /** Until it is told to stop. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            throw new IllegalArgumentException("usage: --config FILE");
        }
        GatewayConfig config = Configuration.load(Path.of(arguments[1]), GatewayConfig.class, System.getenv());
        Environment environment = Environment.create(LOOP_THREADS);
        Gateway gateway = Gateway.start(config, environment);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            gateway.close();
            environment.close();
            stopped.countDown();
        }));
        stopped.await();
    }
}
