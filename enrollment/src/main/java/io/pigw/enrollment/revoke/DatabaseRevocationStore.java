package io.pigw.enrollment.revoke;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.revoke.RevocationTables.Certificate;
import io.pigw.enrollment.store.DatabaseAccountStore;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.Write;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The store in SQL, beside the enrollments' tables. */
public final class DatabaseRevocationStore implements RevocationStore {

    private final BatchWriter writer;

    /** A store over the writer of the enrollment server's database. */
    public DatabaseRevocationStore(BatchWriter writer) {
        this.writer = writer;
    }

    /**
     * Whether the certificate is revoked, seen from within another transaction of the writer: so nothing comes between this
     * check and what depends on it.
     */
    public static boolean isRevoked(Statements statements, BigInteger serial) throws SQLException {
        return find(statements, serial).isPresent();
    }

    /** As {@link #isRevoked}, with what is on record. */
    public static Optional<Revocation> find(Statements statements, BigInteger serial) throws SQLException {
        return new RevocationTables(statements).find(serial);
    }

    @Override
    public CompletableFuture<RevocationResult> revoke(RevocationRequest request, Instant now) {
        return submit(statements -> {
            RevocationResult result = revoke(new RevocationTables(statements), request, now);
            RevocationAudit.revoked(statements, request, result, now);
            if (request.selector() instanceof Selector.Account(String name)
                    && result instanceof RevocationResult.Done
                    && request.reason() != RevocationReason.CERTIFICATE_HOLD) {
                String why =
                        "its certificates were revoked: " + request.reason().label();
                DatabaseAccountStore.block(statements, name, why, request.actor(), now);
            }
            return result;
        });
    }

    private static RevocationResult revoke(RevocationTables tables, RevocationRequest request, Instant now)
            throws SQLException {
        List<Certificate> certificates = tables.select(request.selector(), now);
        RevocationResult obstacle = obstacle(request.selector(), certificates, now);
        if (obstacle != null) {
            return obstacle;
        }
        List<Revocation> changed = new ArrayList<>();
        List<Revocation> unchanged = new ArrayList<>();
        for (Certificate certificate : certificates) {
            Optional<Revocation> known = tables.find(certificate.serial());
            Revocation wanted = revocation(
                    certificate, request, known.map(Revocation::revokedAt).orElse(now));
            if (known.isEmpty()) {
                tables.insert(wanted);
                changed.add(wanted);
            } else if (isGraver(known.get(), wanted)) {
                tables.update(wanted);
                changed.add(wanted);
            } else {
                unchanged.add(known.get());
            }
        }
        return new RevocationResult.Done(changed, unchanged);
    }

    /** A hold becomes definite, and anything a compromised key; nothing else changes what was decided. */
    private static boolean isGraver(Revocation known, Revocation wanted) {
        return known.reason() != wanted.reason()
                && (known.isHold() || wanted.reason() == RevocationReason.KEY_COMPROMISE);
    }

    private static Revocation revocation(Certificate certificate, RevocationRequest request, Instant at) {
        return new Revocation(
                certificate.serial(),
                certificate.facts().issuer(),
                certificate.node(),
                request.reason(),
                at,
                request.invalidSince(),
                certificate.notAfter(),
                request.actor().toString());
    }

    @Override
    public CompletableFuture<RevocationResult> unhold(Selector selector, AuditActor actor, Instant now) {
        return submit(statements -> {
            RevocationResult result = unhold(new RevocationTables(statements), selector, now);
            RevocationAudit.released(statements, selector, actor, result, now);
            return result;
        });
    }

    private static RevocationResult unhold(RevocationTables tables, Selector selector, Instant now)
            throws SQLException {
        List<Certificate> certificates = tables.select(selector, now);
        RevocationResult obstacle = obstacle(selector, certificates, now);
        if (obstacle != null) {
            return obstacle;
        }
        List<Revocation> lifted = new ArrayList<>();
        List<Revocation> definite = new ArrayList<>();
        for (Certificate certificate : certificates) {
            tables.find(certificate.serial()).ifPresent(known -> (known.isHold() ? lifted : definite).add(known));
        }
        if (lifted.isEmpty()) {
            return definite.isEmpty()
                    ? new RevocationResult.NotFound("nothing of " + selector + " is on hold")
                    : new RevocationResult.Refused(selector + " is revoked for good ("
                            + definite.getFirst().reason().label()
                            + "): only a hold can be lifted; enroll the node anew");
        }
        for (Revocation hold : lifted) {
            tables.delete(hold.serial());
        }
        return new RevocationResult.Done(lifted, definite);
    }

    private static @Nullable RevocationResult obstacle(Selector selector, List<Certificate> certificates, Instant now) {
        if (certificates.isEmpty()) {
            return new RevocationResult.NotFound("no living certificate of " + selector + " is on record");
        }
        if (certificates.size() > MAX_CERTIFICATES) {
            return new RevocationResult.Refused(
                    selector + " has more than " + MAX_CERTIFICATES + " certificates: revoke its nodes one by one");
        }
        if (certificates.stream()
                .noneMatch(certificate -> certificate.notAfter().isAfter(now))) {
            return new RevocationResult.NotFound(
                    selector + " ended at " + certificates.getFirst().notAfter() + ": nobody takes it any more");
        }
        return null;
    }

    @Override
    public CompletableFuture<Optional<Revocation>> find(BigInteger serial) {
        return submit(statements -> new RevocationTables(statements).find(serial));
    }

    @Override
    public CompletableFuture<List<Revocation>> list(int offset, int limit) {
        if (offset < 0 || limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("offset is 0 or more, limit 1 to " + MAX_PAGE);
        }
        return submit(statements -> new RevocationTables(statements).list(offset, limit));
    }

    @Override
    public CompletableFuture<Map<BigInteger, Instant>> living(Instant now) {
        return submit(statements -> new RevocationTables(statements).living(now));
    }

    private <T> CompletableFuture<T> submit(Write<T> write) {
        return writer.submit(Runnable::run, write);
    }
}
