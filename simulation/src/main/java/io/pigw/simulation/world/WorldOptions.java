package io.pigw.simulation.world;

import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.ping.OpinionPort;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Ring;
import io.pigw.simulation.keys.Signatures;
import io.pigw.simulation.network.Latency;
import java.util.List;

/**
 * What a world is made of.
 *
 * @param ring its size
 * @param csps the CSPs, all of them; at least one
 * @param chord of every node
 * @param pings of every node
 * @param opinion whom destinations ask for the best route
 * @param signatures real or modelled
 * @param latency of the links
 * @param arcProofs whether peers ask their CSPs for proofs of their arcs; without it nobody has one, as in earlier releases
 * @param guidance what tells nodes whom to trust
 * @param seed of every choice
 */
public record WorldOptions(
        Ring ring,
        List<NodeContact> csps,
        ChordOptions chord,
        PingOptions pings,
        OpinionPort opinion,
        Signatures signatures,
        Latency latency,
        boolean arcProofs,
        Guidance guidance,
        long seed) {

    /** Copies the list. */
    public WorldOptions {
        csps = List.copyOf(csps);
        if (csps.isEmpty()) {
            throw new IllegalArgumentException("a world has at least one CSP");
        }
    }

    /** Evenly spaced CSPs and the defaults of the overlay. */
    public static WorldOptions of(int ringBits, int csps, long seed) {
        Ring ring = new Ring(ringBits);
        return new WorldOptions(
                ring,
                Placement.evenly(ring, csps),
                ChordOptions.DEFAULTS,
                PingOptions.DEFAULTS,
                OpinionPort.NONE,
                Signatures.MODEL,
                Latency.REGIONAL,
                false,
                new Guidance.Signed(),
                seed);
    }

    /** The same with other times of pings. */
    public WorldOptions withPings(PingOptions other) {
        return new WorldOptions(ring, csps, chord, other, opinion, signatures, latency, arcProofs, guidance, seed);
    }

    /** The same with other Chord nodes. */
    public WorldOptions withChord(ChordOptions other) {
        return new WorldOptions(ring, csps, other, pings, opinion, signatures, latency, arcProofs, guidance, seed);
    }

    /** The same with other signatures. */
    public WorldOptions withSignatures(Signatures other) {
        return new WorldOptions(ring, csps, chord, pings, opinion, other, latency, arcProofs, guidance, seed);
    }

    /** The same with someone to ask. */
    public WorldOptions withOpinion(OpinionPort other) {
        return new WorldOptions(ring, csps, chord, pings, other, signatures, latency, arcProofs, guidance, seed);
    }

    /** The same with proofs of arcs. */
    public WorldOptions withArcProofs() {
        return new WorldOptions(ring, csps, chord, pings, opinion, signatures, latency, true, guidance, seed);
    }

    /** The same with other guidance. */
    public WorldOptions withGuidance(Guidance other) {
        return new WorldOptions(ring, csps, chord, pings, opinion, signatures, latency, arcProofs, other, seed);
    }
}
