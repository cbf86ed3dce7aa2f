package io.pigw.gateway.sip.tls;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * SIP over TLS. The key pair is for IMS alone: the overlay's is never shown to the core, nor this one to a peer.
 *
 * @param listen address and port, by convention 5061; port 0 takes any
 * @param advertisedPort what Via says instead of the bound port
 * @param certificate PEM: the gateway's certificate first, then the CAs between it and the root
 * @param key PEM: its private key, unencrypted, readable by its owner alone
 * @param trust PEM: the CAs that vouch for the other side, both for the core's servers and for its clients
 * @param clientAuth whether who connects must show a certificate
 * @param handshakeTimeout 100 ms to 60 s
 * @param maxHandshakes accepted connections that have not finished their handshake, at once, 1 or more
 * @param reload how often the files are looked at, 100 ms to 1 h
 * @param provider who does TLS
 */
public record TlsConfig(
        HostPort listen,
        @Nullable Integer advertisedPort,
        Path certificate,
        Path key,
        Path trust,
        @Default("require") ClientCertificate clientAuth,
        @Default("10s") Duration handshakeTimeout,
        @Default("256") int maxHandshakes,
        @Default("10s") Duration reload,
        @Default("best") Provider provider) {

    private static final Duration MIN_DURATION = Duration.ofMillis(100);
    private static final Duration MAX_HANDSHAKE = Duration.ofMinutes(1);
    private static final Duration MAX_RELOAD = Duration.ofHours(1);

    /** Whether a client must show a certificate. */
    public enum ClientCertificate {
        /** One that the trusted CAs vouch for, or no connection. */
        REQUIRE,
        /** One that the trusted CAs vouch for, or none. */
        WANT,
        /** Not asked for. */
        NONE
    }

    /** Who does TLS. */
    public enum Provider {
        /** BoringSSL where its native library loads, else the JDK. */
        BEST,
        /** The JDK. */
        JDK
    }

    /** Checks the ranges. */
    public TlsConfig {
        if (advertisedPort != null && (advertisedPort < 1 || advertisedPort > 65_535)) {
            throw new IllegalArgumentException("sip.tls.advertisedPort must be 1 to 65535");
        }
        within("handshakeTimeout", handshakeTimeout, MAX_HANDSHAKE);
        within("reload", reload, MAX_RELOAD);
        if (maxHandshakes < 1) {
            throw new IllegalArgumentException("sip.tls.maxHandshakes must be 1 or more");
        }
    }

    /** With the defaults, from three files. */
    public static TlsConfig of(HostPort listen, Path certificate, Path key, Path trust) {
        return new TlsConfig(
                listen,
                null,
                certificate,
                key,
                trust,
                ClientCertificate.REQUIRE,
                Duration.ofSeconds(10),
                256,
                Duration.ofSeconds(10),
                Provider.BEST);
    }

    /** The same with another rule for clients. */
    public TlsConfig withClientAuth(ClientCertificate other) {
        return with(other, handshakeTimeout, maxHandshakes, reload, provider);
    }

    /** The same with other limits of handshakes. */
    public TlsConfig withHandshakes(Duration timeout, int max) {
        return with(clientAuth, timeout, max, reload, provider);
    }

    /** The same, looking at its files more or less often. */
    public TlsConfig withReload(Duration other) {
        return with(clientAuth, handshakeTimeout, maxHandshakes, other, provider);
    }

    /** The same by another provider. */
    public TlsConfig withProvider(Provider other) {
        return with(clientAuth, handshakeTimeout, maxHandshakes, reload, other);
    }

    private TlsConfig with(ClientCertificate auth, Duration timeout, int max, Duration look, Provider by) {
        return new TlsConfig(listen, advertisedPort, certificate, key, trust, auth, timeout, max, look, by);
    }

    private static void within(String name, Duration value, Duration max) {
        if (value.compareTo(MIN_DURATION) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("sip.tls." + name + " must be 100ms to " + max.toSeconds() + "s");
        }
    }
}
