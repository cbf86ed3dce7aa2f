package io.pigw.runtime;

import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the mains of all services do: read the configuration, start, and drain and close when the process is told to end. */
public final class ServiceMain {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);
    private static final Duration LONGEST_DRAIN = Drain.MAX.plusSeconds(5);
    private static final int RUNNING = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final String name;
    private final PrintStream err;
    private final Consumer<Runnable> atEnd;
    private final IntConsumer halt;

    /**
     * @param atEnd takes what is to be done when the process ends
     * @param halt ends the process at once with that code, and nothing else is done
     */
    ServiceMain(String name, PrintStream err, Consumer<Runnable> atEnd, IntConsumer halt) {
        this.name = name;
        this.err = err;
        this.atEnd = atEnd;
        this.halt = halt;
    }

    /** A service's composition root. */
    @FunctionalInterface
    public interface Root<C> {
        /**
         * Starts the service. Blocks.
         *
         * @throws IllegalArgumentException if the configuration is wrong
         */
        AutoCloseable start(C config, Environment environment) throws Exception;
    }

    /**
     * Runs a service until the process is told to end. Ends the process with 2 when the command line or the configuration is
     * wrong and with 1 when the service does not start, or another process takes its database; standard error then says why.
     *
     * @param name as in {@code pigw NAME --config FILE}
     * @param type of its configuration
     * @param loopThreads 1 to 1024
     */
    public static <C extends Record> void run(
            String name, Class<C> type, int loopThreads, Root<C> root, String[] arguments) throws InterruptedException {
        ServiceMain main = new ServiceMain(
                name,
                System.err,
                close -> Runtime.getRuntime().addShutdownHook(new Thread(close)),
                Runtime.getRuntime()::halt);
        int code = main.start(type, loopThreads, root, arguments, System.getenv());
        if (code != RUNNING) {
            System.exit(code);
        }
        new CountDownLatch(1).await();
    }

    /** 0 when the service runs, otherwise the code to exit with. */
    <C extends Record> int start(
            Class<C> type, int loopThreads, Root<C> root, String[] arguments, Map<String, String> variables) {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            err.println("usage: pigw " + name + " --config FILE");
            return WRONG_USAGE;
        }
        try {
            start(Configuration.load(Path.of(arguments[1]), type, variables), loopThreads, root);
            return RUNNING;
        } catch (ConfigurationException
                | IllegalArgumentException
                | NoSuchFileException
                | AccessDeniedException wrong) {
            return tell(wrong, WRONG_USAGE);
        } catch (CompletionException failed) {
            return tell(failed.getCause() == null ? failed : failed.getCause(), FAILED);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return tell(interrupted, FAILED);
        } catch (Exception failed) {
            return tell(failed, FAILED);
        }
    }

    private <C> void start(C config, int loopThreads, Root<C> root) throws Exception {
        Environment environment = Environment.create(loopThreads);
        environment.databases().onTaken(this::giveWay);
        try {
            AutoCloseable service = root.start(config, environment);
            atEnd.accept(() -> end(service, environment));
        } catch (Exception failed) {
            environment.close();
            throw failed;
        }
    }

    /** Without closing: that would say goodbye to others in the name of the process that has the database. */
    private void giveWay(String why) {
        err.println("pigw " + name + ": " + why + "; this process ends");
        err.flush();
        halt.accept(FAILED);
    }

    /**
     * Ends a service as its main does: lets it bring to an end what is under way, if it can, and closes it. Blocks; whatever
     * fails is logged.
     */
    public static void end(AutoCloseable service, Environment environment) {
        try (environment) {
            if (service instanceof Drainable drainable) {
                drain(drainable);
            }
            service.close();
        } catch (Exception failed) {
            LOG.atWarn().setCause(failed).log("The service did not close");
        }
    }

    private static void drain(Drainable service) {
        try {
            int left = service.drain().get(LONGEST_DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            LOG.atInfo()
                    .addKeyValue("underWay", left)
                    .log(
                            left == 0
                                    ? "Nothing is under way any more"
                                    : "Something is still under way; the service ends");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException failed) {
            LOG.atWarn().setCause(failed).log("What is under way could not be waited for");
        }
    }

    private int tell(Throwable why, int code) {
        LOG.atDebug().setCause(why).addKeyValue("service", name).log("The service does not start");
        err.println("pigw " + name + ": " + describe(why));
        return code;
    }

    private static String describe(Throwable why) {
        return switch (why) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case AccessDeniedException denied -> denied.getFile() + ": may not be read or written";
            default -> why.getMessage() == null ? why.toString() : why.getMessage();
        };
    }
}
