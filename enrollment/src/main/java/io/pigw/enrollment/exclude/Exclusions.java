package io.pigw.enrollment.exclude;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.RefusalTally;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.runtime.store.BatchWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes opinion servers' proposals to exclude a peer or a client. Only so many are acted on in an hour: a server that is broken or
 * was deceived must not empty the overlay. Blocks on the store: call it on a virtual thread.
 */
public final class Exclusions {

    private static final Logger log = LoggerFactory.getLogger(Exclusions.class);
    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private final BatchWriter writer;
    private final Revocations revocations;
    private final RefusalTally refusals;
    private final ExclusionSettings settings;
    private final InstantSource clock;
    private final ExclusionMeters meters;
    private final LogPace pace;

    /** Over the writer of the enrollment server's database. */
    public Exclusions(
            BatchWriter writer,
            Revocations revocations,
            RefusalTally refusals,
            ExclusionSettings settings,
            Metrics metrics,
            InstantSource clock) {
        this.writer = writer;
        this.revocations = revocations;
        this.refusals = refusals;
        this.settings = settings;
        this.clock = clock;
        this.meters = new ExclusionMeters(metrics);
        this.pace = new LogPace(clock);
    }

    /** Whether nodes of that role may propose. */
    public static boolean isForRole(Role role) {
        return role == Role.SOS;
    }

    /**
     * Decides about a proposal; what comes of it is on record when this returns.
     *
     * @param proposer an opinion server's certificate, verified
     * @param serial its serial number
     * @param address where it comes from, as a number
     * @throws IllegalArgumentException if it is not an opinion server's
     * @throws IllegalStateException if the store does not answer; it may have been decided nevertheless
     */
    public ExclusionOutcome propose(NodeCertificate proposer, BigInteger serial, String address, Proposal proposal)
            throws InterruptedException {
        if (!isForRole(proposer.role())) {
            throw new IllegalArgumentException("no opinion server: " + proposer.role());
        }
        ExclusionDecision decision = new ExclusionDecision(proposer.id(), serial, proposal, settings, clock.instant());
        ExclusionOutcome outcome = decide(decision);
        meters.note(outcome);
        tell(decision, outcome, address);
        return outcome;
    }

    /** Somebody of another role, or without a good certificate, proposed. */
    public void refused(String reason, String address) {
        meters.refused();
        refusals.stranger("exclusion", address);
        if (pace.isDue(LogPace.Kind.REFUSED)) {
            log.atWarn()
                    .addKeyValue("remote", address)
                    .addKeyValue("reason", reason)
                    .log("a proposal to exclude a node is not taken: it is not an opinion server's");
        }
    }

    /** An opinion server sent what is no proposal. */
    public void malformed(NodeId proposer, String reason) {
        meters.malformed();
        if (pace.isDue(LogPace.Kind.MALFORMED)) {
            log.atWarn()
                    .addKeyValue("sos", proposer)
                    .addKeyValue("reason", reason)
                    .log("a proposal to exclude a node cannot be read");
        }
    }

    private ExclusionOutcome decide(ExclusionDecision decision) throws InterruptedException {
        try {
            return writer.submit(Runnable::run, decision::take)
                    .thenApply(outcome -> {
                        if (outcome instanceof ExclusionOutcome.Excluded(var changed)) {
                            revocations.taken(decision.revocation(), changed);
                        }
                        return outcome;
                    })
                    .get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            meters.failed();
            throw new IllegalStateException("the store does not answer", e);
        }
    }

    private void tell(ExclusionDecision decision, ExclusionOutcome outcome, String address) {
        NodeId node = decision.proposal().node();
        switch (outcome) {
            case ExclusionOutcome.Excluded(var changed) ->
                log.atWarn()
                        .addKeyValue("node", node)
                        .addKeyValue("sos", decision.proposer())
                        .addKeyValue("grounds", decision.proposal().grounds().word())
                        .addKeyValue("certificates", changed.size())
                        .log("a node is excluded");
            case ExclusionOutcome.Recorded _ ->
                log.atInfo()
                        .addKeyValue("node", node)
                        .addKeyValue("sos", decision.proposer())
                        .addKeyValue("grounds", decision.proposal().grounds().word())
                        .log("a proposal to exclude a node is recorded");
            case ExclusionOutcome.Capped _ -> {
                onRecord(decision, "capped", address);
                if (pace.isDue(LogPace.Kind.CAPPED)) {
                    log.atWarn()
                            .addKeyValue("node", node)
                            .addKeyValue("sos", decision.proposer())
                            .addKeyValue("perHour", settings.perHour())
                            .log("the cap of exclusions is reached: look at 'pigw enroll audit --action excluded';"
                                    + " an operator can revoke with 'pigw enroll revoke --node ID --reason"
                                    + " privilegeWithdrawn'");
                }
            }
            case ExclusionOutcome.ProtectedRole(Role role) -> {
                onRecord(decision, "protected_role", address);
                if (pace.isDue(LogPace.Kind.PROTECTED)) {
                    log.atError()
                            .addKeyValue("node", node)
                            .addKeyValue("role", role)
                            .addKeyValue("sos", decision.proposer())
                            .log(
                                    "an opinion server wants to exclude a node of the operator's: see whether it is broken or in"
                                            + " other hands");
                }
            }
            case ExclusionOutcome.NotInStanding _ -> {
                onRecord(decision, "not_in_standing", address);
                if (pace.isDue(LogPace.Kind.REFUSED)) {
                    log.atWarn()
                            .addKeyValue("sos", decision.proposer())
                            .log(
                                    "a proposal to exclude a node is not taken: the certificate is not on record, was revoked,"
                                            + " or its account is blocked");
                }
            }
            case ExclusionOutcome.Already _, ExclusionOutcome.UnknownNode _ -> {}
        }
    }

    /** Once a minute for each server and reason: it must not fill the audit log. */
    private void onRecord(ExclusionDecision decision, String reason, String address) {
        Instant now = decision.now();
        AuditEvent event = AuditEvent.refused(
                        now,
                        decision.actor(),
                        AuditAction.EXCLUDED,
                        decision.proposal().node().toString(),
                        reason)
                .with("address", address)
                .with("grounds", decision.proposal().grounds().word());
        refusals.known(decision.proposer() + " exclusion " + reason, event, address);
    }
}
