package io.pigw.testbed.ims;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.cli.deployment.DeliveryOptions;
import io.pigw.cli.deployment.Deployment;
import io.pigw.cli.deployment.Reception;
import io.pigw.gateway.SipConfig;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.peer.inbox.InboxEntry;
import io.pigw.testbed.endtoend.World;
import io.pigw.testbed.sipp.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A small overlay whose gateway is behind Kamailio. */
record BehindCore(Kamailio core, Deployment deployment, Reception reception) implements AutoCloseable {

    /** Senders are told after this long. */
    static final Duration EXPIRY = Duration.ofSeconds(25);

    private static final DeliveryOptions PATIENCE = new DeliveryOptions(Duration.ofMillis(300), EXPIRY);
    private static final int PEERS = 8;

    /** Skips or fails the test where a program is missing. */
    static void require() {
        Tools.require("sipp", "sip-tester");
        Kamailio.require();
    }

    /** By UDP, and TCP for what is large. */
    static BehindCore start(Path data) throws IOException {
        Kamailio core = Kamailio.plan(Files.createDirectory(data.resolve("core")));
        Deployment deployment = deploy(data, SipSection.behind(core.isc().toString()));
        return start(core, deployment, "sip:" + deployment.sip());
    }

    /** As the section says; the core knows the gateway by the URI. */
    static BehindCore start(Path data, Kamailio core, SipConfig section, String gateway) throws IOException {
        return start(core, deploy(data, section), gateway);
    }

    private static Deployment deploy(Path data, SipConfig section) {
        return World.start(data.resolve("world"), PEERS, section, PATIENCE);
    }

    private static BehindCore start(Kamailio core, Deployment deployment, String gateway) throws IOException {
        try {
            core.start(gateway);
            return new BehindCore(core, deployment, Reception.open(deployment));
        } catch (IOException | RuntimeException | AssertionError failed) {
            core.close();
            deployment.close();
            throw failed;
        }
    }

    /** The peer that is called bob, node 586. */
    Peer bob() {
        return deployment.peers().getFirst();
    }

    /** Lets a peer write to a user of the core; returns when it is accepted. */
    void send(Peer from, String user, String text) {
        var answer = from.send(new Party.User(user, Kamailio.DOMAIN), "text/plain;charset=UTF-8", Bytes.utf8(text));
        if (!answer.join().status().isSuccess()) {
            throw new AssertionError("the gateway answered " + answer.join().status());
        }
    }

    /** What of a peer's inbox has the text in it. */
    static List<InboxEntry> inbox(Peer peer, String part) {
        return peer.inbox().after(0, 1_000).stream()
                .filter(entry -> entry.message().body().toUtf8().contains(part))
                .toList();
    }

    /** What the gateway knows of a user of the core, as JSON. */
    String knownOf(String user) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://" + reception.address() + "/ims-users?user=" + user + "@" + Kamailio.DOMAIN);
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    @Override
    public void close() throws IOException {
        core.close();
        reception.close();
        deployment.close();
    }
}
