package io.pigw.bench.scale;

import io.pigw.bench.process.ChildProcess;
import io.pigw.bench.server.ServerKind;
import io.pigw.bench.server.ServerMain;
import io.pigw.bench.server.ServerUsage;
import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process of the overlay that is up.
 *
 * @param name as the report has it
 * @param meters the file that it is told to write its meters to
 */
record ScaleNode(ServerKind kind, String name, HostPort address, ChildProcess process, Path meters) {

    private static final Duration TO_ANSWER = Duration.ofSeconds(30);

    /** Messages that it has accepted and not delivered. */
    int pending() throws InterruptedException {
        process.say(ServerMain.USAGE);
        return ServerUsage.parse(process.await(ServerUsage.PREFIX, TO_ANSWER)).pending();
    }

    /** Messages in inboxes. */
    long arrived() throws InterruptedException {
        process.say(ServerMain.ARRIVED);
        return Long.parseLong(process.await(ServerMain.ARRIVED, TO_ANSWER));
    }

    Meters scrape() throws IOException, InterruptedException {
        process.say(ServerMain.SCRAPE + " " + meters);
        process.await(ServerMain.SCRAPED, TO_ANSWER);
        return Meters.parse(Files.readAllLines(meters));
    }
}
