package io.pigw.cli;

import io.pigw.cli.deployment.Deployment;
import io.pigw.cli.deployment.DeploymentOptions;
import io.pigw.cli.deployment.Reception;
import io.pigw.gateway.SipConfig;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "standalone",
        mixinStandardHelpOptions = true,
        description = {
            "Runs everything in one process until Ctrl-C.",
            "Enrollment, SOS, CSPs, gateway and peers, on real sockets, certificates and databases. Prints one JSON line when"
                    + " it is ready."
        },
        footer = {
            "",
            "Then, from another terminal:",
            "  ./pigw send --from 586 --to sip:alice@ims.example.net 'Hello'",
            "  ./pigw inbox --peer 586",
            "  ./pigw opinion 586"
        })
final class StandaloneCommand implements Callable<Integer> {

    /** For a clean end. What is stopped while it starts just ends: everything on disk stands a crash. */
    private static final long CLOSE_SECONDS = 30;

    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    OverlaySizeOptions size = new OverlaySizeOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "pigw-data",
            description = "folder of databases and keys (default: ${DEFAULT-VALUE})")
    Path data = Path.of("pigw-data");

    @Option(
            names = "--sip",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:5060",
            description = "where the gateway takes SIP, UDP and TCP (default: ${DEFAULT-VALUE})")
    HostPort sip = new HostPort("127.0.0.1", 5060);

    @Option(
            names = "--ims-core",
            paramLabel = "[sip:|sips:]HOST[:PORT][;transport=udp|tcp|tls]",
            description = "where SIP messages to IMS users go, by address or name (default: 127.0.0.1:5070)")
    @Nullable
    String imsCore;

    @Option(
            names = "--gateway-sip",
            paramLabel = "FILE",
            description = "YAML with all keys of the gateway's sip section, instead of --sip and --ims-core")
    @Nullable
    Path gatewaySip;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9080",
            description = "admin port, loopback only (default: ${DEFAULT-VALUE})")
    HostPort admin = new HostPort("127.0.0.1", 9080);

    @Override
    public Integer call() throws IOException {
        Logs.atLeast("WARN");
        SipConfig section = section();
        DeploymentOptions options = Usage.checked(
                Objects.requireNonNull(command),
                () -> new DeploymentOptions(
                                data,
                                size.ringBits,
                                size.csps,
                                size.peers,
                                size.routes,
                                sip,
                                imsCore,
                                admin,
                                DeploymentOptions.DEFAULT_OVERLAY_DOMAIN,
                                DeploymentOptions.DEFAULT_IMS_DOMAIN)
                        .withGatewaySip(section));
        FreePorts.require(
                section == null ? sip : section.listen(),
                section == null ? "Name another with --sip HOST:PORT" : "Change `listen` in " + gatewaySip);
        FreePorts.require(admin, "Name another with --admin HOST:PORT");
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicBoolean ready = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            if (ready.get()) {
                await(stopped, CLOSE_SECONDS);
            }
        }));
        Progress progress = new Progress(System.err, Clock.systemUTC());
        try (Deployment deployment = Deployment.start(options, progress);
                Reception reception = Reception.open(deployment)) {
            ready.set(true);
            System.out.println(Json.line(reception.describe()));
            System.out.flush();
            System.err.println("Ready. Ctrl-C ends it.");
            await(stop, Long.MAX_VALUE);
            System.err.println("Stopping …");
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private @Nullable SipConfig section() {
        Path file = gatewaySip;
        if (file == null) {
            return null;
        }
        SipConfig section = Configuration.load(file, SipConfig.class, Map.of());
        if (section.domain().equalsIgnoreCase(DeploymentOptions.DEFAULT_OVERLAY_DOMAIN)) {
            throw new ConfigurationException(file + ": sip.domain: " + section.domain()
                    + " is the overlay's; the overlay and IMS need domains of their own");
        }
        TlsConfig tls = section.tls();
        if (tls != null) {
            requireFile(file, "certificate", tls.certificate());
            requireFile(file, "key", tls.key());
            requireFile(file, "trust", tls.trust());
        }
        return section;
    }

    private static void requireFile(Path from, String key, Path named) {
        if (Files.notExists(named)) {
            throw new ConfigurationException(from + ": sip.tls." + key + ": " + named + ": there is no such file");
        }
    }

    private static void await(CountDownLatch latch, long seconds) {
        try {
            var _ = latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
