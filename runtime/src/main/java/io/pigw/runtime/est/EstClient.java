package io.pigw.runtime.est;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.SignatureProviders;
import io.pigw.runtime.identity.Verifiers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
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
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Gets certificates from an enrollment server (RFC 7030). Connections are kept and shared. Blocks: for virtual threads
 * and mains, never for event loops. Any number of threads.
 */
public final class EstClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int MAX_ATTEMPTS = 5;
    private static final long MAX_RETRY_AFTER_SECONDS = 10;
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final HttpClient http;
    private final URI server;
    private final SecureRandom random;
    private final Trust trust;
    private final Verifiers verifiers;

    /** Whom this client trusts, perhaps only once a server has been seen. */
    @FunctionalInterface
    private interface Trust {
        Optional<Set<X509Certificate>> anchors();
    }

    private EstClient(URI server, TrustManager manager, Trust trust, Verifiers verifiers, SecureRandom random)
            throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {manager}, random);
        this.server = server.getPath().endsWith("/") ? server : URI.create(server + "/");
        this.trust = trust;
        this.verifiers = verifiers;
        this.random = random;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("est-client-", 0).factory()))
                .sslContext(tls)
                .build();
    }

    /**
     * A client that trusts these roots alone.
     *
     * @param server such as {@code https://ca.example.net:8443/.well-known/est}
     * @param verifiers judge what is issued, and remember it for the process
     */
    public static EstClient trusting(URI server, Set<X509Certificate> roots, Verifiers verifiers, SecureRandom random)
            throws GeneralSecurityException, IOException {
        Set<X509Certificate> anchors = Set.copyOf(roots);
        return new EstClient(server, PinnedTrust.anchored(anchors), () -> Optional.of(anchors), verifiers, random);
    }

    /** A client for first contact that trusts the root with this SHA-256 fingerprint alone. */
    public static EstClient pinning(URI server, Bytes rootSha256, Verifiers verifiers, SecureRandom random)
            throws GeneralSecurityException {
        PinnedTrust pinned = new PinnedTrust(rootSha256);
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
        return CertsOnlyReader.read(send("cacerts", null, null));
    }

    /** Enrolls a fresh key pair. */
    public NodeIdentity enroll(String token) throws IOException, InterruptedException {
        return enroll(token, generateKey());
    }

    /**
     * Enrolls the key pair ({@code simpleenroll}, RFC 7030 §4.2) and checks what comes back: it is for this key, chains
     * to the trusted root, and is what {@link CertificateProfile} says.
     *
     * @param token the one-time token
     * @param pair P-256
     * @throws EstException if the server refuses, with its reason, or answers something unusable
     */
    public NodeIdentity enroll(String token, KeyPair pair) throws IOException, InterruptedException {
        byte[] csr = CertificateSigningRequest.der(pair);
        List<X509Certificate> certificates = CertsOnlyReader.read(send("simpleenroll", token, csr));
        Set<X509Certificate> anchors =
                trust.anchors().orElseThrow(() -> new IOException("no server has been authenticated"));
        return EnrolledIdentity.check(pair, certificates, anchors, verifiers);
    }

    private byte[] send(String operation, @Nullable String token, byte @Nullable [] csr)
            throws IOException, InterruptedException {
        HttpRequest request = request(operation, token, csr);
        HttpResponse<byte[]> answer = once(request);
        for (int attempt = 1; attempt < MAX_ATTEMPTS && isLater(answer.statusCode()); attempt++) {
            Thread.sleep(retryAfter(answer));
            answer = once(request);
        }
        if (answer.statusCode() != OK) {
            throw new EstException(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8).strip());
        }
        return answer.body();
    }

    private HttpRequest request(String operation, @Nullable String token, byte @Nullable [] csr) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(operation)).timeout(REQUEST_TIMEOUT);
        if (token != null && csr != null) {
            String credentials = Base64.getEncoder().encodeToString((":" + token).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + credentials)
                    .header("Content-Type", "application/pkcs10")
                    .header("Content-Transfer-Encoding", "base64")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            Base64.getEncoder().encode(csr)));
        }
        return request.build();
    }

    private HttpResponse<byte[]> once(HttpRequest request) throws IOException, InterruptedException {
        return http.send(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    }

    private static boolean isLater(int status) {
        return status == SERVICE_UNAVAILABLE || status == TOO_MANY_REQUESTS;
    }

    private static Duration retryAfter(HttpResponse<?> answer) {
        long seconds = answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Long::parseLong)
                .orElse(1L);
        return Duration.ofSeconds(Math.min(seconds, MAX_RETRY_AFTER_SECONDS));
    }

    /** Closes the connections. */
    @Override
    public void close() {
        http.close();
    }
}
