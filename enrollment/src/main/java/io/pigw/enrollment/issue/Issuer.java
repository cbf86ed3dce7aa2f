package io.pigw.enrollment.issue;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.CertificateRequest;
import io.pigw.enrollment.ca.Prepared;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.Commitment;
import io.pigw.enrollment.store.Decision;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.enrollment.store.Issued;
import io.pigw.enrollment.store.Plan;
import io.pigw.enrollment.store.Renewal;
import io.pigw.enrollment.store.RenewalStore;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enrolls nodes. First the token, then the request, then the signature, and last one transaction that spends the token
 * and records the certificate; a certificate that loses that last race is thrown away unseen. Blocks: call it on a
 * virtual thread.
 */
public final class Issuer {

    /** How often another enrollment may get the drawn ID first before this one gives up. */
    private static final int MAX_ROUNDS = 8;

    /** How long the store may take, in milliseconds. */
    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Issuer.class);

    private final CertificateAuthority authority;
    private final EnrollmentStore store;
    private final RenewalStore renewals;
    private final NodeIds ids;
    private final InstantSource clock;

    /** An issuer that draws IDs from {@code ids}. */
    public Issuer(
            CertificateAuthority authority,
            EnrollmentStore store,
            RenewalStore renewals,
            NodeIds ids,
            InstantSource clock) {
        this.authority = authority;
        this.store = store;
        this.renewals = renewals;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Enrolls whom the credentials stand for.
     *
     * @param address of the client, as a number; limits are counted by it
     * @param csr PKCS#10 in DER
     */
    public Outcome enroll(Credentials credentials, String address, byte[] csr) throws InterruptedException {
        String hash = credentials.secret().hash();
        Plan first = await(store.plan(hash, ids, clock.instant())).orElse(null);
        if (first == null) {
            return new Outcome.Busy("the store does not answer");
        }
        return switch (first) {
            case Plan.Denied(Decision.Denied decision) -> denied(decision);
            case Plan.Ready ready ->
                switch (CertificateRequest.check(csr)) {
                    case CertificateRequest.Rejected(String reason) -> new Outcome.BadRequest(reason);
                    case CertificateRequest.Proven(PublicKey key) -> issue(hash, ready, key);
                };
        };
    }

    /**
     * Renews a node's certificate: the same ID, role, names and account, whatever the request asks.
     *
     * @param current what the node proved to hold, valid under this authority
     * @param csr PKCS#10 in DER
     */
    public Outcome renew(NodeCertificate current, byte[] csr) throws InterruptedException {
        BigInteger serial = serial(current);
        Renewal plan =
                await(renewals.plan(serial, current.der(), clock.instant())).orElse(null);
        return switch (plan) {
            case null -> new Outcome.Busy("the store does not answer");
            case Renewal.Refused(List<Violation> violations) -> new Outcome.Refused(violations);
            case Renewal.Allowed allowed ->
                switch (CertificateRequest.check(csr)) {
                    case CertificateRequest.Rejected(String reason) -> new Outcome.BadRequest(reason);
                    case CertificateRequest.Proven(PublicKey key) -> renew(current, serial, allowed, key);
                };
        };
    }

    private Outcome renew(NodeCertificate current, BigInteger serial, Renewal.Allowed allowed, PublicKey key)
            throws InterruptedException {
        Prepared prepared = authority.prepare(key, new Subject.Node(allowed.id(), allowed.role(), current.users()));
        X509Certificate leaf = authority.issue(prepared);
        Renewal done = await(renewals.commit(serial, current.der(), record(prepared, leaf), clock.instant()))
                .orElse(null);
        return switch (done) {
            case null -> new Outcome.Busy("the store does not answer");
            case Renewal.Refused(List<Violation> violations) -> new Outcome.Refused(violations);
            case Renewal.Allowed _ -> new Outcome.Enrolled(allowed.id(), authority.chain(leaf));
        };
    }

    private static BigInteger serial(NodeCertificate certificate) {
        try {
            return new X509CertificateHolder(certificate.der().toArray()).getSerialNumber();
        } catch (IOException e) {
            throw new IllegalArgumentException("a validated certificate cannot be read", e);
        }
    }

    private Outcome issue(String hash, Plan.Ready first, PublicKey key) throws InterruptedException {
        Plan plan = first;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            switch (plan) {
                case Plan.Denied(Decision.Denied decision) -> {
                    return denied(decision);
                }
                case Plan.Ready(Grant grant, NodeId id) -> {
                    Prepared prepared = authority.prepare(key, new Subject.Node(id, grant.role(), grant.users()));
                    X509Certificate leaf = authority.issue(prepared);
                    Optional<Commitment> commitment =
                            await(store.commit(hash, id, record(prepared, leaf), clock.instant()));
                    if (commitment.isEmpty()) {
                        return new Outcome.Busy("the store does not answer");
                    }
                    switch (commitment.get()) {
                        case Commitment.Done() -> {
                            return new Outcome.Enrolled(id, authority.chain(leaf));
                        }
                        case Commitment.Denied(Decision.Denied decision) -> {
                            return denied(decision);
                        }
                        case Commitment.IdLost() -> {}
                    }
                }
            }
            Optional<Plan> again = await(store.plan(hash, ids, clock.instant()));
            if (again.isEmpty()) {
                return new Outcome.Busy("the store does not answer");
            }
            plan = again.get();
        }
        return new Outcome.Busy("too many enrollments at once");
    }

    /** The record of a certificate. */
    public static Issued record(Prepared prepared, X509Certificate certificate) {
        try {
            return new Issued(
                    prepared.serial(),
                    prepared.notBefore(),
                    prepared.notAfter(),
                    Bytes.copyOf(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate just made has no encoding", e);
        }
    }

    private static Outcome denied(Decision.Denied decision) {
        return switch (decision) {
            case Decision.BadToken(String reason) -> new Outcome.Unauthenticated(reason);
            case Decision.Refused(String reason) ->
                new Outcome.Refused(List.of(new Violation("refused", reason, "ask the operator for another token")));
        };
    }

    /** The store's answer; none if it is overloaded or fails. */
    private static <T> Optional<T> await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return Optional.of(answer.get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            log.atError().setCause(e).log("the store does not answer");
            return Optional.empty();
        }
    }
}
