package io.pigw.enrollment.issue;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.CertificateRequest;
import io.pigw.enrollment.ca.Prepared;
import io.pigw.enrollment.hook.Hooks;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.store.Claim;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.enrollment.store.Issued;
import io.pigw.enrollment.store.RenewalStore;
import io.pigw.enrollment.store.Restorations;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * Enrolls nodes and renews their certificates. First who it is, then how often he comes, then the request, then the whole
 * policy, and only then the signature; last one transaction that checks the policy again, spends the token and records the
 * certificate. A certificate that is not on record is thrown away unseen. Blocks: call it on a virtual thread.
 */
public final class Issuer {

    private final Applicants applicants;
    private final Limits limits;
    private final Signing signing;
    private final Enrolling enrolling;
    private final Renewing renewing;
    private final Readmission readmission;

    /**
     * An issuer.
     *
     * @param settings those of the policy that the stores judge by
     * @param names of the overlay
     * @param payments null: certificates are free
     */
    public Issuer(
            CertificateAuthority authority,
            Stores stores,
            PolicySettings settings,
            UserNames names,
            Hooks hooks,
            @Nullable Payments payments,
            InstantSource clock) {
        this.applicants = new Applicants(stores.enrollments(), hooks.identity(), names, clock);
        this.limits = new Limits(settings.rates(), clock);
        this.signing = new Signing(authority, settings.validity());
        this.enrolling = new Enrolling(
                stores.enrollments(),
                signing,
                hooks.reputation(),
                payments,
                settings.approval().retryAfter(),
                clock);
        this.renewing = new Renewing(stores.renewals(), stores.revocations(), signing, clock);
        this.readmission = new Readmission(stores.restorations());
    }

    /** What is on record; revocations: of certificates that never reached their node, too. */
    public record Stores(
            EnrollmentStore enrollments, RenewalStore renewals, Revocations revocations, Restorations restorations) {}

    /**
     * Enrolls whom the credentials stand for.
     *
     * @param address of the client, as a number; limits are counted by it
     * @param csr PKCS#10 in DER
     */
    public Outcome enroll(Credentials credentials, String address, byte[] csr) throws InterruptedException {
        return enroll(credentials, address, csr, Turn.UNLIMITED);
    }

    /**
     * The same, by somebody who has a turn to work, and gives it away while the identity provider is asked.
     *
     * @param turn held
     */
    public Outcome enroll(Credentials credentials, String address, byte[] csr, Turn turn) throws InterruptedException {
        String csrHash = KeyCheck.sha256(CertificateRequest.content(csr));
        return switch (applicants.identify(credentials, csrHash, address, turn)) {
            case Applicants.Turned(Outcome outcome) -> outcome;
            case Applicants.Repeating(var repeated) ->
                CertificateRequest.check(csr) instanceof CertificateRequest.Rejected(String reason)
                        ? new Outcome.BadRequest(reason)
                        : signing.again(repeated.id(), repeated.der());
            case Applicants.Known(Claim.Right right, Grant grant) -> {
                Optional<Outcome> tooOften =
                        limits.enroll(grant.account(), address).or(() -> readmission.closed(grant.role()));
                yield tooOften.isPresent() ? tooOften.get() : enroll(right, address, csrHash, csr);
            }
        };
    }

    private Outcome enroll(Claim.Right right, String address, String csrHash, byte[] csr) throws InterruptedException {
        return switch (CertificateRequest.check(csr)) {
            case CertificateRequest.Rejected(String reason) -> new Outcome.BadRequest(reason);
            case CertificateRequest.Proven(PublicKey key) ->
                enrolling.enroll(new Claim(right, csrHash, KeyCheck.of(key), address), key);
        };
    }

    /**
     * Renews a node's certificate: the same ID, role, names and account, whatever the request asks.
     *
     * @param current what the node proved to hold, valid under this authority
     * @param csr PKCS#10 in DER
     */
    public Outcome renew(NodeCertificate current, byte[] csr) throws InterruptedException {
        Optional<Outcome> tooOften = limits.renew(current.id()).or(() -> readmission.closed(current.role()));
        if (tooOften.isPresent()) {
            return tooOften.get();
        }
        return switch (CertificateRequest.check(csr)) {
            case CertificateRequest.Rejected(String reason) -> new Outcome.BadRequest(reason);
            case CertificateRequest.Proven(PublicKey key) -> {
                Optional<Outcome> lost = readmission.adopt(current);
                yield lost.isPresent()
                        ? lost.get()
                        : renewing.renew(
                                new RenewalStore.Asked(
                                        serial(current),
                                        current.der(),
                                        KeyCheck.sha256(CertificateRequest.content(csr)),
                                        KeyCheck.of(key)),
                                key);
            }
        };
    }

    /** The record of a certificate. */
    public static Issued record(Prepared prepared, X509Certificate certificate) {
        try {
            return new Issued(
                    prepared.serial(),
                    prepared.notBefore(),
                    prepared.notAfter(),
                    KeyCheck.hash(certificate.getPublicKey()),
                    Bytes.copyOf(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate just made has no encoding", e);
        }
    }

    private static BigInteger serial(NodeCertificate certificate) {
        try {
            return new X509CertificateHolder(certificate.der().toArray()).getSerialNumber();
        } catch (IOException e) {
            throw new IllegalArgumentException("a validated certificate cannot be read", e);
        }
    }
}
