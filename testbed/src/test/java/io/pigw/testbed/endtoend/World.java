package io.pigw.testbed.endtoend;

import io.pigw.cli.Progress;
import io.pigw.cli.deployment.DeliveryOptions;
import io.pigw.cli.deployment.Deployment;
import io.pigw.cli.deployment.DeploymentOptions;
import io.pigw.gateway.SipConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.peer.Peer;
import io.pigw.peer.inbox.InboxEntry;
import io.pigw.runtime.trace.MessageTrace;
import io.pigw.runtime.trace.WireTap;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A small overlay of real services on loopback. */
public final class World {

    public static final HostPort ANY = new HostPort("127.0.0.1", 0);
    public static final int PAPER_RING = 11;

    /** Tells senders after a few seconds. */
    static final DeliveryOptions IMPATIENT = new DeliveryOptions(Duration.ofMillis(300), Duration.ofSeconds(5));

    private World() {}

    static Deployment start(Path data, int ringBits, int csps, int peers, HostPort core, WireTap tap) {
        return start(data, ringBits, csps, peers, ANY, core, tap);
    }

    static Deployment start(Path data, int ringBits, int csps, int peers, HostPort sip, HostPort core, WireTap tap) {
        DeploymentOptions options = new DeploymentOptions(
                data,
                ringBits,
                csps,
                peers,
                DeploymentOptions.PAPER_ROUTES,
                sip,
                core.toString(),
                ANY,
                DeploymentOptions.DEFAULT_OVERLAY_DOMAIN,
                DeploymentOptions.DEFAULT_IMS_DOMAIN);
        return Deployment.start(
                options, IMPATIENT, new Progress(System.err, Clock.systemUTC()), tap, MessageTrace.NONE);
    }

    /** One with the gateway's SIP side as the section says, and 3 CSPs. */
    public static Deployment start(Path data, int peers, SipConfig section, DeliveryOptions patience) {
        DeploymentOptions options = new DeploymentOptions(
                        data,
                        PAPER_RING,
                        3,
                        peers,
                        DeploymentOptions.PAPER_ROUTES,
                        ANY,
                        null,
                        ANY,
                        DeploymentOptions.DEFAULT_OVERLAY_DOMAIN,
                        DeploymentOptions.DEFAULT_IMS_DOMAIN)
                .withGatewaySip(section);
        return Deployment.start(
                options, patience, new Progress(System.err, Clock.systemUTC()), WireTap.NONE, MessageTrace.NONE);
    }

    /** A port that was free a moment ago, for a program that must be told its port. */
    static HostPort freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return new HostPort("127.0.0.1", socket.getLocalPort());
        }
    }

    /** All texts in a peer's inbox, in their order. */
    public static List<String> texts(Peer peer) {
        List<String> texts = new ArrayList<>();
        for (InboxEntry entry : peer.inbox().after(0, 1_000)) {
            texts.add(entry.message().body().toUtf8());
        }
        return texts;
    }
}
