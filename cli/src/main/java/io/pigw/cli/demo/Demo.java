package io.pigw.cli.demo;

import io.pigw.cli.Progress;
import io.pigw.cli.deployment.DeliveryOptions;
import io.pigw.cli.deployment.Deployment;
import io.pigw.cli.deployment.DeploymentOptions;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.runtime.metrics.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Stands up the overlay, plays the three scenarios, measures, and says what came of it. Blocks. */
public final class Demo {

    /** Destinations of the paper's measurement (§5.1). */
    private static final int DESTINATIONS = 20;

    private static final Party.User ALICE = new Party.User("alice", DeploymentOptions.DEFAULT_IMS_DOMAIN);
    private static final DeliveryOptions IMPATIENT = new DeliveryOptions(Duration.ofMillis(500), Duration.ofSeconds(6));

    private final DemoOptions options;
    private final DemoReport report;
    private final Progress progress;
    private final Deployment deployment;
    private final DemoWorld world;
    private final Scenarios scenarios;

    private Demo(DemoOptions options, DemoReport report, Progress progress, Deployment deployment, DemoWorld world) {
        this.options = options;
        this.report = report;
        this.progress = progress;
        this.deployment = deployment;
        this.world = world;
        this.scenarios = new Scenarios(world);
    }

    /** Runs it; text for people goes to the stream. */
    public static DemoResult run(DemoOptions options, PrintStream out, Progress progress)
            throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("pigw-demo-");
        DemoReport report = new DemoReport(out);
        report.title(options);
        long began = System.nanoTime();
        try (DatagramSocket socket = ImsClient.open()) {
            LadderRecorder recorder = new LadderRecorder();
            Confirmations confirmations = new Confirmations(Deployment.gatewayId(options.ringBits()), recorder);
            try (Deployment deployment = Deployment.start(
                            placed(options, data, socket), IMPATIENT, progress, confirmations, confirmations);
                    ImsClient client = new ImsClient(
                            deployment.sip(), socket, "sip:" + ALICE, new Random(options.seed()), recorder)) {
                long readyMillis = (System.nanoTime() - began) / 1_000_000;
                report.ready(readyMillis);
                DemoWorld world = new DemoWorld(deployment, client, ALICE, recorder, confirmations);
                List<ScenarioResult> results = new Demo(options, report, progress, deployment, world).play();
                DemoResult result =
                        new DemoResult(options.peers() + options.csps() + 1, options.csps(), readyMillis, results);
                report.summary(result, options);
                return result;
            }
        } finally {
            delete(data);
        }
    }

    private static DeploymentOptions placed(DemoOptions options, Path data, DatagramSocket core) {
        return new DeploymentOptions(
                data,
                options.ringBits(),
                options.csps(),
                options.peers(),
                options.routes(),
                new HostPort("127.0.0.1", 0),
                "127.0.0.1:" + core.getLocalPort(),
                new HostPort("127.0.0.1", 0),
                DeploymentOptions.DEFAULT_OVERLAY_DOMAIN,
                DeploymentOptions.DEFAULT_IMS_DOMAIN);
    }

    private List<ScenarioResult> play() throws IOException, InterruptedException {
        NodeId bob = deployment.peers().getFirst().id();
        NodeId carol = deployment.peers().get(1).id();
        Measurement measurement = new Measurement(world, destinations(), progress);
        if (options.warmUp() > 0) {
            progress.begin("Warm-up");
            measurement.imsToPeers(options.warmUp(), "warm-up");
            measurement.peersToIms(options.warmUp(), "warm-up");
            progress.end(2 * options.warmUp() + " messages");
        }
        List<ScenarioResult> results = new ArrayList<>();

        Scenarios.Run first = scenarios.imsToPeer(bob);
        report.ladder("1  IMS client → peer " + bob + "  (paper §3.1, Figure 8)", first);
        Scenarios.Run second = scenarios.peerToIms(bob);
        report.ladder("2  peer " + bob + " → IMS client  (paper §3.2, Figure 9)", second);

        Metrics metrics = deployment.environment().metrics();
        double pings = metrics.count("pigw_pings_arrived_total");
        double hops = metrics.count("pigw_pings_arrived_hops_total");
        progress.begin("Measuring IMS client → peers");
        Latencies toPeers = measurement.imsToPeers(options.messages(), "measured");
        progress.end(toPeers.count() + " messages");
        double arrived = metrics.count("pigw_pings_arrived_total") - pings;
        double meanHops = arrived == 0 ? 0 : (metrics.count("pigw_pings_arrived_hops_total") - hops) / arrived;
        results.add(result(
                "ims-to-peer", first, measurement.problems(), toPeers, meanHops, fixedHops(first.ladder()) + meanHops));

        progress.begin("Measuring peers → IMS client");
        Latencies toIms = measurement.peersToIms(options.messages(), "measured");
        progress.end(toIms.count() + " messages");
        results.add(result("peer-to-ims", second, measurement.problems(), toIms, 0, hopsToIms(second.ladder())));

        Scenarios.Run third = scenarios.unreachable(carol);
        report.ladder("3  IMS client → peer " + carol + ", which has crashed  (paper §2.7, §3.3, Figure 10)", third);
        results.add(result("unreachable", third, List.of(), Latencies.of(new long[0]), 0, 0));
        return results;
    }

    /** Beside the ping's: client to PIGW, PIGW to CSP, and to the SOS, as the paper counts them (§5.1). */
    private static int fixedHops(Ladder ladder) {
        return ladder.count(ScenarioNames.IMS_CLIENT, "SIP MESSAGE")
                + ladder.count(ScenarioNames.GATEWAY, "P2PSIP MESSAGE")
                + ladder.count("peer ", "OpinionRequest");
    }

    /** Peer to CSP, CSP to PIGW, PIGW to client (§5.1). */
    private static int hopsToIms(Ladder ladder) {
        return ladder.count("", "P2PSIP MESSAGE") + ladder.count("", "SIP MESSAGE");
    }

    private static ScenarioResult result(
            String name,
            Scenarios.Run run,
            List<String> measured,
            Latencies latencies,
            double meanHops,
            double totalHops) {
        List<String> problems = new ArrayList<>(run.problems());
        problems.addAll(measured);
        return new ScenarioResult(
                name,
                problems.isEmpty(),
                problems,
                latencies.count(),
                rounded(latencies.meanMillis()),
                rounded(latencies.medianMillis()),
                rounded(latencies.p99Millis()),
                rounded(meanHops),
                rounded(totalHops),
                run.ladder().lines());
    }

    /** Peers drawn by seed; never the one that scenario 3 stops. */
    private List<NodeId> destinations() {
        List<NodeId> all = new ArrayList<>(
                deployment.peers().stream().map(Peer::id).sorted().toList());
        all.remove(deployment.peers().get(1).id());
        Collections.shuffle(all, new Random(options.seed()));
        return all.subList(0, Math.min(DESTINATIONS, all.size()));
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3f", value));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
