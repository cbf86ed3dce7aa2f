package io.pigw.bench.faults;

import io.pigw.bench.process.Build;
import io.pigw.bench.process.ChildProcess;
import io.pigw.bench.process.JavaCommand;
import io.pigw.bench.scale.Meters;
import io.pigw.bench.server.PeerLoad;
import io.pigw.bench.server.ServerFootprint;
import io.pigw.bench.server.ServerMain;
import io.pigw.bench.server.ServerUsage;
import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process of the overlay, which is the same one however often it is started: its files and addresses stay. Blocks. */
final class FaultedProcess implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);

    private final FaultedService service;
    private final String name;
    private final List<String> arguments;
    private final String heap;
    private final Path directory;
    private @Nullable ChildProcess running;
    private Build build = Build.present();
    private int starts;
    private @Nullable HostPort address;

    /**
     * One that does not run yet.
     *
     * @param name in the report, and of its log
     * @param configs what its main reads
     */
    FaultedProcess(FaultedService service, String name, List<Path> configs, String heap, Path directory) {
        this.service = service;
        this.name = name;
        this.arguments = service.arguments(configs);
        this.heap = heap;
        this.directory = directory;
    }

    FaultedService service() {
        return service;
    }

    String name() {
        return name;
    }

    /** How often it was started. */
    int starts() {
        return starts;
    }

    /** From its next start on it runs that build; until somebody says so, the present one. */
    void become(Build other) {
        build = other;
    }

    void start() throws IOException {
        start(Map.of());
    }

    /** With further variables of its environment. */
    void start(Map<String, String> variables) throws IOException {
        starts++;
        Map<String, String> all = new HashMap<>(JavaCommand.quiet());
        all.putAll(variables);
        List<String> command = JavaCommand.of(build, service.main(), heap, arguments);
        running = ChildProcess.start(name + "-" + starts, command, all, directory);
    }

    /** Waits until it listens; of peers, until all have joined. */
    void awaitReady() throws InterruptedException {
        address = HostPort.parse(running().await(ServerMain.READY, TO_START).strip());
    }

    /** Where it listens. */
    HostPort address() {
        if (address == null) {
            throw new IllegalStateException(name + " was never ready");
        }
        return address;
    }

    /** What its meters say. */
    Meters meters() throws IOException, InterruptedException {
        Path file = directory.resolve(name + ".meters");
        running().say(ServerMain.SCRAPE + " " + file);
        running().await(ServerMain.SCRAPED, TO_ANSWER);
        return Meters.parse(Files.readAllLines(file));
    }

    void kill() throws InterruptedException {
        running().kill();
    }

    void terminate() throws IOException, InterruptedException {
        running().terminate();
    }

    void pause() throws IOException, InterruptedException {
        running().pause();
    }

    void resume() throws IOException, InterruptedException {
        running().resume();
    }

    /** Messages that it has accepted and not delivered. */
    int pending() throws InterruptedException {
        running().say(ServerMain.USAGE);
        return ServerUsage.parse(running().await(ServerUsage.PREFIX, TO_ANSWER)).pending();
    }

    /** What it holds on to. */
    ServerFootprint footprint() throws InterruptedException {
        running().say(ServerFootprint.WORD);
        return ServerFootprint.parse(running().await(ServerFootprint.WORD, TO_ANSWER));
    }

    /** Has its peers send; what they are answered goes to a file for each start. */
    void send(int perSecond, long first, Path ledger) throws InterruptedException {
        running().say(ServerMain.SEND + " " + new PeerLoad.Plan(perSecond, first, ledger).line());
        running().await(ServerMain.SEND, TO_ANSWER);
    }

    /** The file with all lines of its inboxes, those of earlier processes too. */
    List<String> inboxes() throws IOException, InterruptedException {
        Path file = directory.resolve(name + "-" + starts + ".inbox"); // a new process lists from the beginning
        running().say(ServerMain.INBOX + " " + file);
        running().await(ServerMain.INBOX, TO_ANSWER);
        return Files.readAllLines(file);
    }

    private ChildProcess running() {
        ChildProcess process = running;
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    /** Lets that much time go by, or less if the process ends. */
    void rest(Duration time) throws InterruptedException {
        running().runsAfter(time);
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
    }
}
