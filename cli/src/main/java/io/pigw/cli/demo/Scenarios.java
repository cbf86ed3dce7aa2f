package io.pigw.cli.demo;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.Peer;
import io.pigw.peer.inbox.InboxEntry;
import io.pigw.peer.text.SendResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Each of the paper's scenarios once, step by step, with every step and the contents asserted. */
final class Scenarios {

    private static final long LIMIT_MILLIS = 10_000;
    private static final long UNREACHABLE_LIMIT_MILLIS = 40_000;

    /** Lets the last message of a ladder, such as the client's own 200, be noted. */
    private static final long TAIL_MILLIS = 50;

    private final DemoWorld world;

    Scenarios(DemoWorld world) {
        this.world = world;
    }

    /** What one run showed. */
    record Run(Ladder ladder, List<String> problems) {
        Run {
            problems = List.copyOf(problems);
        }
    }

    /** Use scenario 1 (§3.1, Figure 8). */
    Run imsToPeer(NodeId destination) throws IOException, InterruptedException {
        String text = "Grüße von Alice an " + destination + " – 你好 👋";
        Peer peer = world.peer(destination);
        long before = world.lastIn(peer);
        world.confirmations().clear();
        world.recorder().start();
        int status = world.client().send(uri(destination), text);
        Long confirmed = world.confirmations().awaitPeer(LIMIT_MILLIS);
        tail();
        Ladder ladder = world.recorder().stop();

        List<String> problems = new ArrayList<>();
        if (status / 100 != 2) {
            problems.add("the gateway answered SIP " + status);
        }
        if (confirmed == null) {
            problems.add("the peer's 200 did not come back to the gateway");
        }
        InboxEntry entry = world.nextIn(peer, before, LIMIT_MILLIS);
        if (entry == null) {
            problems.add("the message is not in the peer's inbox");
        } else {
            if (!entry.message().body().toUtf8().equals(text)) {
                problems.add("the text arrived changed");
            }
            if (!entry.message().from().equals(world.alice())) {
                problems.add("the message is not from " + world.alice() + " but from "
                        + entry.message().from());
            }
        }
        problems.addAll(Expectation.missing(ladder, stepsTo("peer " + destination, ladder)));
        problems.addAll(Expectation.missing(
                ladder, List.of(new Expectation(ScenarioNames.GATEWAY, ScenarioNames.IMS_CLIENT, "SIP 200"))));
        return new Run(ladder, problems);
    }

    /** Figure 8, steps 1 and 3 to 12. The SOS is asked when there is a choice. */
    private static List<Expectation> stepsTo(String peer, Ladder ladder) {
        long copies = ladder.steps().stream()
                .takeWhile(step -> !step.what().startsWith("PingResponse"))
                .filter(step -> step.to().equals(peer) && step.what().startsWith("PingRequest"))
                .count();
        List<Expectation> expected = new ArrayList<>();
        expected.add(new Expectation(ScenarioNames.IMS_CLIENT, ScenarioNames.GATEWAY, "SIP MESSAGE"));
        expected.add(new Expectation(ScenarioNames.GATEWAY, "CSP ", "P2PSIP MESSAGE"));
        expected.add(new Expectation("", peer, "PingRequest"));
        if (copies > 1) {
            expected.add(new Expectation(peer, ScenarioNames.SOS, "OpinionRequest"));
            expected.add(new Expectation(ScenarioNames.SOS, peer, "OpinionResponse"));
        }
        expected.add(new Expectation(peer, "CSP ", "PingResponse"));
        expected.add(new Expectation("CSP ", peer, "P2PSIP MESSAGE"));
        expected.add(new Expectation(peer, "CSP ", "P2PSIP 200"));
        expected.add(new Expectation("CSP ", ScenarioNames.GATEWAY, "P2PSIP 200"));
        return expected;
    }

    /** Use scenario 2 (§3.2, Figure 9). */
    Run peerToIms(NodeId source) throws InterruptedException {
        String text = "Hei Alice, dette er " + source + " – 再见 ✅";
        world.confirmations().clear();
        world.recorder().start();
        SendResult sent = world.peer(source)
                .send(world.alice(), Measurement.TEXT_TYPE, Bytes.utf8(text))
                .join();
        SipText received = world.client().receive((int) LIMIT_MILLIS);
        Long confirmed = world.confirmations().awaitIms(LIMIT_MILLIS);
        tail();
        Ladder ladder = world.recorder().stop();

        List<String> problems = new ArrayList<>();
        if (!sent.status().isSuccess()) {
            problems.add("the peer was answered " + sent.status().code());
        }
        if (confirmed == null) {
            problems.add("the IMS client's 200 did not come back to the gateway");
        }
        if (received == null) {
            problems.add("the IMS client received nothing");
        } else if (!received.body().equals(text)) {
            problems.add("the text arrived changed");
        }
        String name = "peer " + source;
        problems.addAll(Expectation.missing(
                ladder,
                List.of(
                        new Expectation(name, "CSP ", "P2PSIP MESSAGE"),
                        new Expectation("CSP ", ScenarioNames.GATEWAY, "P2PSIP MESSAGE"),
                        new Expectation(ScenarioNames.GATEWAY, "CSP ", "P2PSIP 200"),
                        new Expectation("CSP ", name, "P2PSIP 200"))));
        problems.addAll(Expectation.missing(
                ladder,
                List.of(
                        new Expectation("CSP ", ScenarioNames.GATEWAY, "P2PSIP MESSAGE"),
                        new Expectation(ScenarioNames.GATEWAY, ScenarioNames.IMS_CLIENT, "SIP MESSAGE"),
                        new Expectation(ScenarioNames.IMS_CLIENT, ScenarioNames.GATEWAY, "SIP 200"))));
        return new Run(ladder, problems);
    }

    /** The error scenario (§2.7 and §3.3, Figure 10): the peer has crashed. */
    Run unreachable(NodeId destination) throws IOException, InterruptedException {
        world.peer(destination).close();
        world.recorder().start();
        int status = world.client().send(uri(destination), "Are you there?");
        SipText notice = world.client().receive((int) UNREACHABLE_LIMIT_MILLIS);
        tail();
        Ladder ladder = world.recorder().stop();

        List<String> problems = new ArrayList<>();
        if (status / 100 != 2) {
            problems.add("the gateway answered SIP " + status);
        }
        if (notice == null) {
            problems.add("the sender was told nothing");
        } else if (!notice.body().toLowerCase(java.util.Locale.ROOT).contains("unreachable peer")) {
            problems.add("the notice does not say \"unreachable peer\"");
        }
        problems.addAll(Expectation.missing(
                ladder,
                List.of(
                        new Expectation(ScenarioNames.IMS_CLIENT, ScenarioNames.GATEWAY, "SIP MESSAGE"),
                        new Expectation(ScenarioNames.GATEWAY, "CSP ", "P2PSIP MESSAGE"),
                        new Expectation("CSP ", ScenarioNames.GATEWAY, "P2PSIP 4"),
                        new Expectation(ScenarioNames.GATEWAY, "CSP ", "P2PSIP MESSAGE"),
                        new Expectation(ScenarioNames.GATEWAY, ScenarioNames.IMS_CLIENT, "SIP MESSAGE"),
                        new Expectation(ScenarioNames.IMS_CLIENT, ScenarioNames.GATEWAY, "SIP 200"))));
        return new Run(ladder, problems);
    }

    private String uri(NodeId destination) {
        return "sip:" + destination + "@" + world.deployment().options().overlayDomain();
    }

    private static void tail() throws InterruptedException {
        var _ = new CountDownLatch(1).await(TAIL_MILLIS, TimeUnit.MILLISECONDS);
    }
}
