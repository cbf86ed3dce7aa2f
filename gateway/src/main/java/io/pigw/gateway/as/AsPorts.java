package io.pigw.gateway.as;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an application server is connected to.
 *
 * @param messages takes messages
 * @param registrations is told of registered users; null where the core's registrations are not wanted, and REGISTER gets 405
 * @param clock for delays and expiries
 * @param random safe on any thread
 */
public record AsPorts(
        MessageAcceptor messages,
        @Nullable RegistrationAcceptor registrations,
        InstantSource clock,
        RandomGenerator random) {}
