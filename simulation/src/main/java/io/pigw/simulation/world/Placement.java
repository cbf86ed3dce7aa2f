package io.pigw.simulation.world;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Where nodes stand: CSPs evenly, peers at random, nobody on an ID that is reserved. */
public final class Placement {

    /** The gateway's ID in the paper's ring of 2^11 (§3.1): no member of any ring bears it. An opinion server does. */
    public static final NodeId PAPERS_GATEWAY = NodeId.of(260);

    private static final int PORT = 9_000;

    private Placement() {}

    /** CSPs that part the ring evenly; 15 of them in 2^11 stand at the multiples of 128, 512 and 1536 among them. */
    public static List<NodeContact> evenly(Ring ring, int csps) {
        BigInteger size = BigInteger.TWO.pow(ring.bits());
        List<NodeContact> contacts = new ArrayList<>(csps);
        for (int i = 1; i <= csps; i++) {
            BigInteger id = size.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(csps + 1L));
            contacts.add(contact(NodeId.parse(id.toString())));
        }
        return contacts;
    }

    /**
     * Distinct random IDs besides these.
     *
     * @throws IllegalArgumentException when the ring has no room for them
     */
    public static List<NodeId> randomly(Ring ring, int count, Set<NodeId> taken, RandomGenerator random) {
        Set<NodeId> used = new HashSet<>(taken);
        if (BigInteger.TWO.pow(ring.bits()).compareTo(BigInteger.valueOf((long) count + used.size())) < 0) {
            throw new IllegalArgumentException("a ring of 2^" + ring.bits() + " has no room for so many nodes");
        }
        List<NodeId> ids = new ArrayList<>(count);
        while (ids.size() < count) {
            NodeId id = ring.random(random);
            if (used.add(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** The address of a node: a name made of its ID. */
    public static NodeContact contact(NodeId id) {
        return new NodeContact(id, new HostPort("n" + id + ".example", PORT));
    }
}
