package io.pigw.runtime.renewal;

import io.pigw.runtime.identity.Verifiers;
import io.pigw.runtime.metrics.Metrics;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What renewing takes.
 *
 * @param clock the time of day
 * @param random for keys and pauses
 * @param metrics counts outcomes
 * @param verifiers judge what files bring
 */
record Means(InstantSource clock, SecureRandom random, Metrics metrics, Verifiers verifiers) {}
