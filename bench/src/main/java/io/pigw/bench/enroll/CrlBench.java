package io.pigw.bench.enroll;

import io.pigw.bench.BenchProgress;
import io.pigw.bench.Medians;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.publish.Crl;
import io.pigw.enrollment.publish.CrlDraft;
import io.pigw.enrollment.publish.CrlSigner;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.KeyPairs;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.revocation.CrlOrigin;
import io.pigw.runtime.revocation.CrlVerdict;
import io.pigw.runtime.revocation.RevocationService;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What CRLs of many entries cost: the server to sign one, a node to check and take it. In this process, one after the other. */
final class CrlBench implements AutoCloseable {

    private static final int ROUNDS = 5;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int SERIAL_BITS = 127;
    private static final Duration LIFE = Duration.ofHours(24);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Environment environment = Environment.create(1);
    private final CertificateAuthority authority;
    private final RevocationService node;
    private long number = 1;

    CrlBench(Path directory) throws IOException, GeneralSecurityException {
        authority = CertificateAuthority.open(
                new CaFiles(directory.resolve("crl-ca")),
                "p2p.example.net",
                Duration.ofDays(30),
                environment.clock(),
                environment.random());
        KeyPair pair = KeyPairs.generate(environment.random());
        X509Certificate leaf = authority.issue(
                authority.prepare(pair.getPublic(), new Subject.Node(NodeId.of(512), Role.CSP, List.of())));
        NodeIdentity identity = NodeIdentity.of(pair.getPrivate(), authority.chain(leaf), Set.of(authority.root()));
        node = environment.revocations().of(environment.verifiers().of(identity));
        node.issuedHere(authority.issuing());
    }

    List<EnrollReport.CrlRow> run(List<Integer> sizes, BenchProgress progress) {
        List<EnrollReport.CrlRow> rows = new ArrayList<>();
        for (int size : sizes) {
            progress.begin("CRL of " + size + " entries");
            EnrollReport.CrlRow row = row(size);
            progress.end(
                    String.format(Locale.ROOT, "signed in %.1f ms, taken in %.1f", row.signMillis(), row.takeMillis()));
            rows.add(row);
        }
        return rows;
    }

    private EnrollReport.CrlRow row(int size) {
        Instant now = environment.clock().instant();
        List<CrlDraft.Entry> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            BigInteger serial = new BigInteger(SERIAL_BITS, environment.random()).setBit(SERIAL_BITS - 1);
            entries.add(new CrlDraft.Entry(serial, now, RevocationReason.KEY_COMPROMISE, null));
        }
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < WARM_UP_ROUNDS + ROUNDS; i++) {
            Round round = round(entries, now);
            if (i >= WARM_UP_ROUNDS) {
                rounds.add(round);
            }
        }
        return new EnrollReport.CrlRow(
                size,
                rounds.getLast().bytes(),
                Medians.of(rounds, Round::signMillis),
                Medians.of(rounds, Round::takeMillis));
    }

    private record Round(int bytes, double signMillis, double takeMillis) {}

    private Round round(List<CrlDraft.Entry> entries, Instant now) {
        CrlDraft draft = new CrlDraft(number++, entries);
        long start = System.nanoTime();
        Crl crl = CrlSigner.sign(authority.current(), draft, now, LIFE);
        long signed = System.nanoTime();
        CrlVerdict verdict = node.take(crl.der(), CrlOrigin.PUSHED);
        long taken = System.nanoTime();
        if (!(verdict instanceof CrlVerdict.Taken)) {
            throw new IllegalStateException("the list was not taken: " + verdict);
        }
        return new Round(crl.der().size(), (signed - start) / NANOS_PER_MILLI, (taken - signed) / NANOS_PER_MILLI);
    }

    @Override
    public void close() {
        environment.close();
    }
}
