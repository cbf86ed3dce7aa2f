package io.pigw.enrollment.hook;

import io.pigw.enrollment.policy.HookSettings;
import io.pigw.enrollment.policy.HookSettings.Endpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Those of the operator's systems that are asked. */
public final class Hooks implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final @Nullable HttpClient http;
    private final @Nullable IdentityProvider identity;
    private final @Nullable Reputation reputation;
    private final @Nullable Charging charging;

    private Hooks(
            @Nullable HttpClient http,
            @Nullable IdentityProvider identity,
            @Nullable Reputation reputation,
            @Nullable Charging charging) {
        this.http = http;
        this.identity = identity;
        this.reputation = reputation;
        this.charging = charging;
    }

    /** Nobody is asked. */
    public static Hooks none() {
        return new Hooks(null, null, null, null);
    }

    /**
     * The configured ones, over HTTP.
     *
     * @param clock the time of day
     * @param random for nonces
     * @throws IOException if a secret cannot be read, or others can read it
     */
    public static Hooks open(HookSettings settings, InstantSource clock, SecureRandom random) throws IOException {
        if (settings.equals(HookSettings.NONE)) {
            return none();
        }
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("enrollment-hook-", 0).factory()))
                .build();
        try {
            Webhook.Means means = new Webhook.Means(http, clock, random);
            Endpoint identity = settings.identity();
            Endpoint reputation = settings.reputation();
            Endpoint charging = settings.charging();
            return new Hooks(
                    http,
                    identity == null ? null : new HttpIdentityProvider(new Webhook("identity", identity, means)),
                    reputation == null ? null : new HttpReputation(new Webhook("reputation", reputation, means)),
                    charging == null ? null : new HttpCharging(new Webhook("charging", charging, means)));
        } catch (IOException e) {
            http.close();
            throw e;
        }
    }

    /** Who knows users by their passwords. */
    public Optional<IdentityProvider> identity() {
        return Optional.ofNullable(identity);
    }

    /** Who knows whom the operator would rather not have. */
    public Optional<Reputation> reputation() {
        return Optional.ofNullable(reputation);
    }

    /** Who takes money. */
    public Optional<Charging> charging() {
        return Optional.ofNullable(charging);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
