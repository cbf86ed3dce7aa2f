package io.pigw.enrollment.revoke;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.revoke.RevocationTables.Certificate;
import io.pigw.enrollment.store.DatabaseAccountStore;
import io.pigw.enrollment.store.UnusedTokens;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.Write;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

    /**
     * Takes back what the request names as part of another transaction of the writer, of however many pages: for what has few
     * certificates, as a node has. Whoever calls tells {@link Revocations#taken} once it is durable.
     *
     * @return as {@link RevocationStore#revoke} answers
     */
    public static RevocationResult revoke(Statements statements, RevocationRequest request, Instant now)
            throws SQLException {
        Step step = revoke(statements, request, Progress.none(), now);
        RevocationResult result = step.result();
        while (result == null) {
            step = revoke(statements, request, step.progress(), now);
            result = step.result();
        }
        return result;
    }

    /**
     * What the pages so far have come to.
     *
     * @param along what went along with the first page
     * @param last serial number of the last page; null: there is no further one
     */
    private record Progress(
            List<Revocation> changed,
            List<Revocation> unchanged,
            Along along,
            @Nullable String last) {

        static Progress none() {
            return new Progress(List.of(), List.of(), Along.NOTHING, "");
        }

        Progress and(List<Revocation> more, List<Revocation> same, @Nullable String next) {
            return new Progress(joined(changed, more), joined(unchanged, same), along, next);
        }

        Progress with(Along what) {
            return new Progress(changed, unchanged, what, last);
        }

        RevocationResult.Done done() {
            return new RevocationResult.Done(changed, unchanged, along.blocked(), along.tokens());
        }

        private static List<Revocation> joined(List<Revocation> first, List<Revocation> second) {
            return Stream.concat(first.stream(), second.stream()).toList();
        }
    }

    /** What was taken back beside certificates. */
    private record Along(boolean blocked, int tokens) {

        static final Along NOTHING = new Along(false, 0);

        boolean isNothing() {
            return equals(NOTHING);
        }
    }

    /**
     * What one transaction has come to: the end of it, or where to go on.
     *
     * @param changed by this one
     */
    private record Step(@Nullable RevocationResult result, Progress progress, List<Revocation> changed) {}

    /** One page of a decision, within a transaction. */
    private interface Page {
        Step apply(Statements statements, Progress before) throws SQLException;
    }

    private CompletableFuture<RevocationResult> walk(Page page, Progress before, Consumer<List<Revocation>> changed) {
        return submit(statements -> page.apply(statements, before)).thenCompose(step -> {
            if (!step.changed().isEmpty()) {
                changed.accept(step.changed());
            }
            RevocationResult result = step.result();
            return result == null ? walk(page, step.progress(), changed) : CompletableFuture.completedFuture(result);
        });
    }

    @Override
    public CompletableFuture<RevocationResult> revoke(
            RevocationRequest request, Instant now, Consumer<List<Revocation>> changed) {
        return walk((statements, before) -> revoke(statements, request, before, now), Progress.none(), changed);
    }

    private static Step revoke(Statements statements, RevocationRequest request, Progress before, Instant now)
            throws SQLException {
        RevocationTables tables = new RevocationTables(statements);
        String after = Objects.requireNonNull(before.last());
        List<Certificate> certificates = certificates(tables, request, after, now);
        RevocationResult obstacle = after.isEmpty() ? obstacle(request.selector(), certificates, now) : null;
        if (obstacle != null) {
            Along along = along(statements, request, now);
            return new Step(along.isNothing() ? obstacle : before.with(along).done(), before, List.of());
        }
        List<Revocation> changed = new ArrayList<>();
        List<Revocation> unchanged = new ArrayList<>();
        for (Certificate certificate : certificates) {
            if (!isNamed(request.selector(), certificate)) {
                continue;
            }
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
        RevocationAudit.revoked(statements, request, new RevocationResult.Done(changed, unchanged), now);
        Progress progress = before.and(changed, unchanged, next(request.selector(), certificates));
        if (after.isEmpty()) {
            progress = progress.with(along(statements, request, now));
        }
        return new Step(progress.last() == null ? progress.done() : null, progress, changed);
    }

    /** Takes back what would bring certificates of the same kind again. */
    private static Along along(Statements statements, RevocationRequest request, Instant now) throws SQLException {
        int tokens = voidTokens(statements, request, now);
        boolean blocked = request.selector() instanceof Selector.Account(String name)
                && request.reason() != RevocationReason.CERTIFICATE_HOLD
                && DatabaseAccountStore.block(
                        statements,
                        name,
                        "its certificates were revoked: " + request.reason().label(),
                        request.actor(),
                        now);
        return new Along(blocked, tokens);
    }

    /** Whoever has a key may have renewed with it: what came of that goes along. */
    private static List<Certificate> certificates(
            RevocationTables tables, RevocationRequest request, String after, Instant now) throws SQLException {
        List<Certificate> page = tables.page(request.selector(), after, now);
        if (!isOne(request.selector()) || request.reason() != RevocationReason.KEY_COMPROMISE || page.isEmpty()) {
            return page;
        }
        List<Certificate> living = Stream.concat(
                        page.stream(), tables.descendants(page.getFirst().serial()).stream())
                .filter(certificate -> certificate.notAfter().isAfter(now))
                .toList();
        return living.isEmpty() ? page : living;
    }

    /** A page of a user name also has certificates whose names are known from themselves alone. */
    private static boolean isNamed(Selector selector, Certificate certificate) {
        return !(selector instanceof Selector.User(Party.User name))
                || certificate.facts().names(name);
    }

    private static @Nullable String next(Selector selector, List<Certificate> page) {
        return isOne(selector) || page.size() < PAGE
                ? null
                : page.getLast().serial().toString(16);
    }

    private static boolean isOne(Selector selector) {
        return selector instanceof Selector.Serial || selector instanceof Selector.Certificate;
    }

    private static int voidTokens(Statements statements, RevocationRequest request, Instant now) throws SQLException {
        UnusedTokens tokens = new UnusedTokens(statements, request.actor(), now);
        return switch (request.selector()) {
            case Selector.Serial _, Selector.Certificate _ -> 0;
            case Selector.Node(NodeId id) -> tokens.voidOf(id);
            case Selector.User(Party.User name) -> tokens.voidOf(name);
            case Selector.Account(String name) -> tokens.voidOf(name);
        };
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
    public CompletableFuture<RevocationResult> unhold(
            Selector selector, AuditActor actor, Instant now, Consumer<List<Revocation>> changed) {
        return walk((statements, before) -> unhold(statements, selector, actor, before, now), Progress.none(), changed);
    }

    private static Step unhold(Statements statements, Selector selector, AuditActor actor, Progress before, Instant now)
            throws SQLException {
        RevocationTables tables = new RevocationTables(statements);
        String after = Objects.requireNonNull(before.last());
        List<Certificate> certificates = tables.page(selector, after, now);
        RevocationResult obstacle = after.isEmpty() ? obstacle(selector, certificates, now) : null;
        if (obstacle != null) {
            return new Step(obstacle, before, List.of());
        }
        List<Revocation> lifted = new ArrayList<>();
        List<Revocation> definite = new ArrayList<>();
        for (Certificate certificate : certificates) {
            if (!isNamed(selector, certificate)) {
                continue;
            }
            tables.find(certificate.serial()).ifPresent(known -> (known.isHold() ? lifted : definite).add(known));
        }
        for (Revocation hold : lifted) {
            tables.delete(hold.serial());
        }
        RevocationAudit.released(statements, selector, actor, new RevocationResult.Done(lifted, definite), now);
        Progress progress = before.and(lifted, definite, next(selector, certificates));
        if (progress.last() != null) {
            return new Step(null, progress, lifted);
        }
        RevocationResult result = released(selector, progress);
        if (result instanceof RevocationResult.Refused) {
            RevocationAudit.released(statements, selector, actor, result, now);
        }
        return new Step(result, progress, lifted);
    }

    private static RevocationResult released(Selector selector, Progress all) {
        if (!all.changed().isEmpty()) {
            return new RevocationResult.Done(all.changed(), all.unchanged());
        }
        return all.unchanged().isEmpty()
                ? new RevocationResult.NotFound("nothing of " + selector + " is on hold")
                : new RevocationResult.Refused(selector + " is revoked for good ("
                        + all.unchanged().getFirst().reason().label()
                        + "): only a hold can be lifted; enroll the node anew");
    }

    private static @Nullable RevocationResult obstacle(Selector selector, List<Certificate> certificates, Instant now) {
        if (certificates.isEmpty()) {
            return new RevocationResult.NotFound("no living certificate of " + selector + " is on record");
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
