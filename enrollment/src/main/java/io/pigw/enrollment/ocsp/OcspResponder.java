package io.pigw.enrollment.ocsp;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.enrollment.store.EnrollmentStore;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.Environment;
import io.pigw.runtime.store.Database;
import java.io.IOException;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The responder: for each issuing authority a delegated signer; good, revoked, or unknown for what was never issued. An answer
 * without nonce is signed once and given to all who ask the same until half of its life; one with a nonce costs a signature.
 * Each certificate that is looked up counts; above so many a second, of an address or of all, an answer comes without the
 * nonce, which clients may refuse (RFC 9654 §2.1), or not at all.
 */
public final class OcspResponder implements OcspService, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OcspResponder.class);
    private static final long CLOSE_SECONDS = 5;

    private final CertificateAuthority authority;
    private final StatusStore store;
    private final OcspSigners signers;
    private final OcspLimits limits;
    private final OcspMeters meters;
    private final InstantSource clock;
    private final AnswerCache answers;
    private final Budgets budgets;
    private volatile IssuerIndex index;
    private final Semaphore places;
    private final ExecutorService workers;

    OcspResponder(
            CertificateAuthority authority,
            StatusStore store,
            OcspSigners signers,
            OcspLimits limits,
            OcspMeters meters,
            InstantSource clock) {
        this.authority = authority;
        this.store = store;
        this.signers = signers;
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
        this.answers = new AnswerCache(limits.kept());
        this.budgets = new Budgets(limits, clock);
        this.index = new IssuerIndex(authority.issuers());
        this.places = new Semaphore(limits.atWork());
        this.workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("enrollment-ocsp-", 0).factory());
    }

    /**
     * A responder for the authority's certificates.
     *
     * @param own where its signers' certificates are put on record
     * @param database the enrollment server's; to be closed after this
     */
    public static OcspResponder open(
            CertificateAuthority authority,
            EnrollmentStore own,
            Database database,
            OcspLimits limits,
            Environment environment) {
        return new OcspResponder(
                authority,
                new DatabaseStatusStore(database.reader()),
                new OcspSigners(authority, own::recordOwn, environment.clock(), environment.random()),
                limits,
                new OcspMeters(environment.metrics()),
                environment.clock());
    }

    /** Something was revoked, or is good again: what was signed before is given to nobody any more. Any thread. */
    public void changed() {
        answers.clear();
    }

    @Override
    public void answer(byte[] der, String asker, Consumer<OcspReply> reply) {
        OcspQuestion question;
        try {
            question = OcspQuestion.read(der, limits.certificates());
        } catch (OCSPException malformed) {
            meters.malformed();
            reply.accept(error(OCSPRespBuilder.MALFORMED_REQUEST));
            return;
        }
        Bytes key = question.key();
        OcspReply kept = key == null ? null : answers.get(key, clock.instant());
        if (kept != null) {
            meters.kept();
            reply.accept(kept);
            return;
        }
        Optional<IssuingAuthority> issuer = issuer(question);
        if (issuer.isEmpty()) {
            meters.unauthorized();
            reply.accept(error(OCSPRespBuilder.UNAUTHORIZED));
        } else if (!budgets.take(asker, question.certificates().size())) {
            reply.accept(withoutNonce(question));
        } else if (!places.tryAcquire()) {
            reply.accept(later());
        } else {
            begin(question, issuer.get(), reply);
        }
    }

    /** The one authority that all of the question is about (RFC 5019 §2.2.3: unauthorized, where it is not ours). */
    private Optional<IssuingAuthority> issuer(OcspQuestion question) {
        IssuerIndex now = index.of(authority.issuers());
        index = now;
        Optional<IssuingAuthority> first = now.find(question.certificates().getFirst());
        boolean isOne =
                question.certificates().stream().allMatch(id -> now.find(id).equals(first));
        return isOne ? first : Optional.empty();
    }

    private void begin(OcspQuestion question, IssuingAuthority issuer, Consumer<OcspReply> reply) {
        try {
            workers.execute(() -> {
                OcspReply answer;
                try {
                    answer = answer(question, issuer);
                } finally {
                    places.release();
                }
                reply.accept(answer);
            });
        } catch (RejectedExecutionException closed) {
            places.release();
            reply.accept(later());
        }
    }

    private OcspReply answer(OcspQuestion question, IssuingAuthority issuer) {
        try {
            return signed(question, issuer);
        } catch (SQLException | RuntimeException | IOException | OCSPException e) {
            log.atError().setCause(e).log("an OCSP answer could not be made");
            meters.error();
            return error(OCSPRespBuilder.INTERNAL_ERROR);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return later();
        }
    }

    /** What is kept for those who send no nonce, if there is something. */
    private OcspReply withoutNonce(OcspQuestion question) {
        if (question.certificates().size() == 1) {
            OcspReply kept =
                    answers.get(OcspQuestion.keyOf(question.certificates().getFirst()), clock.instant());
            if (kept != null) {
                meters.kept();
                return kept;
            }
        }
        return later();
    }

    private OcspReply signed(OcspQuestion question, IssuingAuthority issuer)
            throws InterruptedException, SQLException, IOException, OCSPException {
        long generation = answers.generation();
        OcspSigner signer = signers.of(issuer);
        List<BigInteger> serials = question.certificates().stream()
                .map(CertificateID::getSerialNumber)
                .toList();
        List<CertificateStatus> statuses = store.statuses(issuer.keyId(), serials);
        List<OcspSigner.Answer> said = new ArrayList<>();
        for (int i = 0; i < statuses.size(); i++) {
            said.add(new OcspSigner.Answer(question.certificates().get(i), statuses.get(i)));
            meters.signed(statuses.get(i));
        }
        Instant thisUpdate = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant nextUpdate = min(thisUpdate.plus(limits.life()), signer.notAfter());
        byte[] der = encoded(signer.sign(said, question.nonce(), thisUpdate, nextUpdate));
        meters.signature();
        Bytes key = question.key();
        if (key == null) {
            return OcspReply.fresh(der, thisUpdate, nextUpdate);
        }
        OcspReply reply = OcspReply.shared(der, thisUpdate, nextUpdate);
        answers.put(key, reply, thisUpdate.plus(limits.life().dividedBy(2)), generation);
        return reply;
    }

    private OcspReply later() {
        meters.later();
        return error(OCSPRespBuilder.TRY_LATER);
    }

    private static OcspReply error(int status) {
        try {
            return OcspReply.error(
                    new OCSPRespBuilder().build(status, (Object) null).getEncoded());
        } catch (IOException | OCSPException e) {
            throw new IllegalStateException("an OCSP error cannot be written", e);
        }
    }

    private static byte[] encoded(@Nullable BasicOCSPResp response) throws IOException, OCSPException {
        OCSPResp whole = new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, response);
        return whole.getEncoded();
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Lets the answers at work end. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
