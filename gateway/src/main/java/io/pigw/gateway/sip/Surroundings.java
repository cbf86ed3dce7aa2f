package io.pigw.gateway.sip;

import io.pigw.runtime.loop.Loops;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a transport is given.
 *
 * @param loops event loops
 * @param metrics counts what happens
 * @param clock the time of day, for certificates
 * @param random spreads pings; safe on any thread
 */
public record Surroundings(Loops loops, SipMetrics metrics, InstantSource clock, RandomGenerator random) {}
