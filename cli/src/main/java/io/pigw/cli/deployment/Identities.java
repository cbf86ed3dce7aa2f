package io.pigw.cli.deployment;

import io.pigw.cli.Progress;
import io.pigw.cli.deployment.Enroller.Enrolled;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Everybody's certificates.
 *
 * @param peers the two of the paper's figures first
 */
record Identities(Enrolled sos, Enrolled gateway, List<Enrolled> csps, List<Enrolled> peers) {

    /** The user names of the two peers with fixed IDs. */
    private static final List<String> NAMED_USERS = List.of("bob", "carol");

    Identities {
        csps = List.copyOf(csps);
        peers = List.copyOf(peers);
    }

    /** Enrolls all, or finds them. Blocks. */
    static Identities enroll(Enroller enroller, DeploymentOptions options, NodeIds ids, Progress progress)
            throws InterruptedException {
        List<Callable<Enrolled>> tasks = new ArrayList<>();
        tasks.add(enroller.node("sos", "sos", Role.SOS, ids.sos(), List.of()));
        tasks.add(enroller.node("gateway", "gateway", Role.GATEWAY, ids.gateway(), List.of()));
        for (NodeId csp : ids.csps(options.csps())) {
            tasks.add(enroller.node("csp", csp.toString(), Role.CSP, csp, List.of()));
        }
        for (int i = 0; i < NAMED_USERS.size(); i++) {
            String user = NAMED_USERS.get(i);
            NodeId id = ids.namedPeers().get(i);
            tasks.add(enroller.node("peer", user, Role.PEER, id, List.of(user)));
        }
        for (int i = NAMED_USERS.size(); i < options.peers(); i++) {
            String user = String.format(Locale.ROOT, "user-%04d", i);
            tasks.add(enroller.node("peer", user, Role.PEER, null, List.of(user)));
        }
        List<Enrolled> all = Together.run(tasks, done -> progress.update(done, tasks.size()));
        int firstPeer = 2 + options.csps();
        return new Identities(all.get(0), all.get(1), all.subList(2, firstPeer), all.subList(firstPeer, all.size()));
    }

    /** All that listen on the overlay's side: everybody but the gateway. */
    List<NodeId> listeners() {
        List<NodeId> ids = new ArrayList<>();
        ids.add(sos.id());
        csps.forEach(csp -> ids.add(csp.id()));
        peers.forEach(peer -> ids.add(peer.id()));
        return ids;
    }
}
