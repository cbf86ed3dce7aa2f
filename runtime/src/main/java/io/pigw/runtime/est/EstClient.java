package io.pigw.runtime.est;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.SignatureProviders;
import io.pigw.runtime.identity.Verifiers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;

/**
 * Gets certificates from an enrollment server (RFC 7030). Connections are kept and shared. Blocks: for virtual threads
 * and mains, never for event loops. Any number of threads.
 */
public final class EstClient implements AutoCloseable {

    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final Duration DEFAULT_RETRY = Duration.ofMinutes(1);

    private final EstTransport http;
    private final URI server;
    private final SecureRandom random;
    private final TrustManager manager;
    private final Trust trust;
    private final Verifiers verifiers;

    /** Whom this client trusts, perhaps only once a server has been seen. */
    @FunctionalInterface
    private interface Trust {
        Optional<Set<X509Certificate>> anchors();
    }

    private EstClient(URI server, TrustManager manager, Trust trust, Verifiers verifiers, SecureRandom random)
            throws GeneralSecurityException {
        this.server = server.getPath().endsWith("/") ? server : URI.create(server + "/");
        this.manager = manager;
        this.trust = trust;
        this.verifiers = verifiers;
        this.random = random;
        this.http = new EstTransport(manager, null, random);
    }

    /**
     * A client that trusts these roots alone.
     *
     * @param server such as {@code https://ca.example.net:8443/.well-known/est}
     * @param verifiers judge what is issued, and remember it for the process
     */
    public static EstClient trusting(URI server, Set<X509Certificate> roots, Verifiers verifiers, SecureRandom random)
            throws GeneralSecurityException {
        Set<X509Certificate> anchors = Set.copyOf(roots);
        return new EstClient(
                server, new AnchoredTrust(anchors, verifiers.clock()), () -> Optional.of(anchors), verifiers, random);
    }

    /** A client for first contact that trusts the root with this SHA-256 fingerprint alone. */
    public static EstClient pinning(URI server, Bytes rootSha256, Verifiers verifiers, SecureRandom random)
            throws GeneralSecurityException {
        PinnedTrust pinned = new PinnedTrust(rootSha256, verifiers.clock());
        return new EstClient(server, pinned, () -> pinned.root().map(Set::of), verifiers, random);
    }

    /** A new P-256 key pair. */
    public KeyPair generateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", SignatureProviders.chosen());
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** The authority's certificates ({@code cacerts}, RFC 7030 §4.1): of use to check, never to trust anew. */
    public List<X509Certificate> authorities() throws IOException, InterruptedException {
        return CertsOnlyReader.read(
                http.patiently(EstTransport.request(server.resolve("cacerts")).build())
                        .body());
    }

    /**
     * What the server wants in requests ({@code csrattrs}, RFC 7030 §4.5): OIDs, of attributes the type and then the values; empty
     * if it wants nothing. Our own requests need it not: a key on P-256 and ECDSA with SHA-256 is what they have anyway, and all
     * that an overlay's server takes.
     */
    public List<String> csrAttributes() throws IOException, InterruptedException {
        try {
            return CsrAttributesReader.read(http.patiently(
                            EstTransport.request(server.resolve("csrattrs")).build())
                    .body());
        } catch (EstException refusal) {
            if (refusal.status() == NOT_FOUND || refusal.status() == NO_CONTENT) {
                return List.of();
            }
            throw refusal;
        }
    }

    /**
     * The signed list of CSPs, checked; empty if the server has none. To be fetched with each new certificate, and kept by
     * {@link CspListFile}, which never goes back to an older one.
     *
     * @param overlay for which it must be
     * @throws EstException if it is not signed as it should be, is for another overlay or has expired
     */
    public Optional<SignedCspList> csps(String overlay) throws IOException, InterruptedException {
        HttpRequest request =
                EstTransport.request(server.resolve("/.well-known/pigw/csps")).build();
        byte[] cms;
        try {
            cms = http.patiently(request).body();
        } catch (EstException refusal) {
            if (refusal.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw refusal;
        }
        return Optional.of(SignedCspList.read(
                Bytes.copyOf(cms), anchors(), overlay, verifiers.clock().instant()));
    }

    /**
     * Enrolls a fresh key pair.
     *
     * @throws EstException as {@link #enroll(String, KeyPair)}; of kind {@link EstException.Kind#PENDING} where an
     *     operator has to approve first: the key is lost then, so who may have to wait brings the key along
     */
    public NodeIdentity enroll(String token) throws IOException, InterruptedException {
        return switch (enroll(token, generateKey())) {
            case EstOutcome.Enrolled(NodeIdentity identity) -> identity;
            case EstOutcome.Pending(Duration retryAfter, String reason) ->
                throw new EstException(ACCEPTED, reason, retryAfter);
        };
    }

    /**
     * Enrolls the key pair ({@code simpleenroll}, RFC 7030 §4.2) and checks what comes back: it is for this key, chains
     * to the trusted root, and is what {@link CertificateProfile} says. Waits for an overloaded server, some 40 s at most.
     *
     * @param token the one-time token
     * @param pair P-256
     * @throws EstException if the server refuses, with its reason, or answers something unusable
     */
    public EstOutcome enroll(String token, KeyPair pair) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString((":" + token).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = post("simpleenroll", pair)
                .header("Authorization", "Basic " + credentials)
                .build();
        return outcome(http.patiently(request), pair);
    }

    /**
     * Renews a certificate ({@code simplereenroll}, RFC 7030 §4.2.2): the server knows the node by its current one. Asks
     * once; whoever schedules renewals decides when to ask again.
     *
     * @param current still valid; its trust roots do not count, this client's do
     * @param fresh P-256; a new one for each renewal, or the current one
     * @throws EstException if the server refuses, with its reason, or answers what is unusable: for another node ID,
     *     overlay, role or other names than the current certificate's, too
     */
    public EstOutcome reenroll(NodeIdentity current, KeyPair fresh) throws IOException, InterruptedException {
        try (EstTransport mutual = new EstTransport(manager, current, random)) {
            EstOutcome outcome =
                    outcome(mutual.once(post("simplereenroll", fresh).build()), fresh);
            if (outcome instanceof EstOutcome.Enrolled(NodeIdentity renewed)) {
                requireSame(current.certificate(), renewed.certificate());
            }
            return outcome;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the current key and certificate cannot be shown to the server", unusable);
        }
    }

    /**
     * What a server that did not refuse says.
     *
     * @param status 200 or 202
     * @param body as it came, 64 KiB at most
     */
    public record Told(int status, Bytes body) {}

    /**
     * Posts JSON to a place of the server's beside EST: the server knows the node by its certificate. Asks once.
     *
     * @param current valid; its trust roots do not count, this client's do
     * @param path absolute, such as {@code /.well-known/pigw/exclusions}
     * @throws EstException if the server refuses, with its reason
     */
    public Told tell(NodeIdentity current, String path, String json) throws IOException, InterruptedException {
        HttpRequest request = EstTransport.request(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try (EstTransport mutual = new EstTransport(manager, current, random)) {
            HttpResponse<byte[]> answer = mutual.once(request);
            return new Told(answer.statusCode(), Bytes.copyOf(answer.body()));
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the key and certificate cannot be shown to the server", unusable);
        }
    }

    private HttpRequest.Builder post(String operation, KeyPair pair) throws IOException {
        byte[] csr = CertificateSigningRequest.der(pair);
        return EstTransport.request(server.resolve(operation))
                .header("Content-Type", "application/pkcs10")
                .header("Content-Transfer-Encoding", "base64")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Base64.getEncoder().encode(csr)));
    }

    private EstOutcome outcome(HttpResponse<byte[]> answer, KeyPair pair) throws IOException {
        if (answer.statusCode() == ACCEPTED) {
            Duration retryAfter = EstTransport.retryAfter(answer);
            return new EstOutcome.Pending(retryAfter == null ? DEFAULT_RETRY : retryAfter, EstTransport.reason(answer));
        }
        List<X509Certificate> certificates = CertsOnlyReader.read(answer.body());
        return new EstOutcome.Enrolled(EnrolledIdentity.check(pair, certificates, anchors(), verifiers));
    }

    private Set<X509Certificate> anchors() throws IOException {
        return trust.anchors().orElseThrow(() -> new IOException("no server has been authenticated"));
    }

    private static void requireSame(NodeCertificate current, NodeCertificate renewed) throws EstException {
        if (!renewed.id().equals(current.id())
                || !renewed.overlay().equals(current.overlay())
                || renewed.role() != current.role()
                || !renewed.users().equals(current.users())) {
            throw new EstException("the renewed certificate is for another node, role or user than the current one");
        }
    }

    /** Closes the connections. */
    @Override
    public void close() {
        http.close();
    }
}
