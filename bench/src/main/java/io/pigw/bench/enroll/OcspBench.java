package io.pigw.bench.enroll;

import io.pigw.bench.BenchException;
import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Asks the OCSP responder over HTTP, some at a time over kept connections. Blocks; not for a loop. */
final class OcspBench {

    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final int OK = 200;
    private static final long GRACE_SECONDS = 60;

    private final URI uri;
    private final int connections;

    OcspBench(HostPort address, int connections) {
        this.uri = URI.create("http://" + address + "/ocsp");
        this.connections = connections;
    }

    /** What came of it: good answers, others, from the beginning to the last one, and how long each took. */
    record Result(long done, long refused, long nanos, Histogram latencies) {}

    /** A question about the certificate that stands first in the chain. */
    static byte[] question(List<X509Certificate> chain) throws IOException, GeneralSecurityException {
        X509Certificate node = chain.getFirst();
        X509Certificate issuer = chain.stream()
                .filter(ca -> ca.getSubjectX500Principal().equals(node.getIssuerX500Principal()))
                .findFirst()
                .orElseThrow(() -> new IOException("the server's answer does not hold the issuer"));
        try {
            return new OCSPReqBuilder()
                    .addRequest(new CertificateID(
                            new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                            new JcaX509CertificateHolder(issuer),
                            node.getSerialNumber()))
                    .build()
                    .getEncoded();
        } catch (OCSPException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Asks all of the questions in turns, again and again, for so long. */
    Result run(List<byte[]> questions, Duration length) throws InterruptedException {
        Histogram latencies = new SynchronizedHistogram(1, LONGEST_NANOS, 3);
        long start = System.nanoTime();
        long end = start + length.toNanos();
        long done = 0;
        long refused = 0;
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService places = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> counts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int first = i;
                counts.add(places.submit(() -> ask(http, questions, first, end, latencies)));
            }
            for (Future<long[]> count : counts) {
                long[] its = count.get(length.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS);
                done += its[0];
                refused += its[1];
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("the OCSP responder does not answer", e);
        }
        return new Result(done, refused, System.nanoTime() - start, latencies);
    }

    private long[] ask(HttpClient http, List<byte[]> questions, int first, long end, Histogram latencies)
            throws IOException, InterruptedException, OCSPException {
        long[] counts = new long[2];
        for (int i = first; System.nanoTime() - end < 0; i += connections) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/ocsp-request")
                    .timeout(Duration.ofSeconds(GRACE_SECONDS))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(questions.get(i % questions.size())))
                    .build();
            long asked = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            latencies.recordValue(Math.clamp(System.nanoTime() - asked, 1, LONGEST_NANOS));
            boolean isGood =
                    answer.statusCode() == OK && new OCSPResp(answer.body()).getStatus() == OCSPRespBuilder.SUCCESSFUL;
            counts[isGood ? 0 : 1]++;
        }
        return counts;
    }
}
