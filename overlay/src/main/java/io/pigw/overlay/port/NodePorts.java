package io.pigw.overlay.port;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Everything that a node of the overlay is given.
 *
 * @param transport to other nodes
 * @param scheduler of the node's thread
 * @param clock the time of day
 * @param random unpredictable in the product, seeded in the simulator
 * @param signer the node's key
 * @param verifier of others
 */
public record NodePorts(
        Transport transport,
        Scheduler scheduler,
        InstantSource clock,
        RandomGenerator random,
        Signer signer,
        Verifier verifier) {}
