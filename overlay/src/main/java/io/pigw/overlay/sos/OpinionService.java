package io.pigw.overlay.sos;

import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TextMessage;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;
import io.pigw.trust.Opinion;
import io.pigw.trust.PathOperator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Answers what comes in. On the node's thread; never blocks. */
final class OpinionService {

    private static final Opinion DISTRUST = new Opinion(0, 1, 0, 0);

    private final EvidenceBook book;
    private final Explanations explanations;
    private final RecentJudgements judged = new RecentJudgements();
    private final ReportIntake intake;
    private final InstantSource clock;
    private final Condemnation condemnation;
    private final SosEvents events;
    private final RequestGate gate;

    OpinionService(
            EvidenceBook book,
            PathOperator operator,
            ReportIntake intake,
            Condemnation condemnation,
            InstantSource clock,
            SosEvents events) {
        this.book = book;
        this.explanations = new Explanations(book, condemnation, operator);
        this.intake = intake;
        this.clock = clock;
        this.condemnation = condemnation;
        this.events = events;
        this.gate = new RequestGate(clock, events::limited);
    }

    /** @param admission as for {@link OpinionServer#onRequest(Inbound, Predicate)} */
    void onRequest(Inbound inbound, Predicate<Inbound> admission) {
        if (!gate.admits(inbound)) {
            return;
        }
        switch (inbound.message()) {
            case TrustMessage trust -> {
                if (admission.test(inbound)) {
                    onTrust(inbound, trust);
                }
            }
            case UnknownRequest unknown -> inbound.reply().accept(Response.to(unknown, unknown.answer()));
            case TextMessage text -> refuse(inbound, text);
            case PingMessage ping -> refuse(inbound, ping);
            case ChordMessage chord -> refuse(inbound, chord);
            case NameMessage name -> refuse(inbound, name);
            case RecordMessage records -> refuse(inbound, records);
            case RevocationNotice _ -> {}
        }
    }

    private void onTrust(Inbound inbound, TrustMessage message) {
        switch (message) {
            case TrustMessage.OpinionRequest question -> {
                inbound.reply().accept(answer(question, inbound.from()));
                intake.want(subjects(question));
            }
            case TrustMessage.EvidenceReport report -> intake.onReport(inbound, report);
            case TrustMessage.OutcomeReport report -> intake.onReport(inbound, report);
            case TrustMessage.NodeOpinionRequest question -> {
                inbound.reply().accept(answer(question));
                intake.want(question.nodes());
            }
            case TrustMessage.OpinionResponse response -> refuse(inbound, response);
            case TrustMessage.NodeOpinionAnswer answer -> refuse(inbound, answer);
        }
    }

    /** The most trustful of the routes, as things stand (the paper, §3.1 step 8). */
    private TrustMessage.OpinionResponse answer(TrustMessage.OpinionRequest question, NodeCertificate asker) {
        events.judged();
        RoutesView judgement = explanations.routes(question.routes(), clock.instant());
        if (mayDecide(asker, question)) {
            judged.add(judgement);
        }
        return new TrustMessage.OpinionResponse(
                question.transaction(),
                judgement.chosen(),
                judgement.routes().stream()
                        .map(route -> route.opinion().expectation())
                        .toList());
    }

    /** What is thought of a node, and by what evidence. */
    NodeView explain(NodeId node) {
        return explanations.node(node, clock.instant());
    }

    /** What is thought of routes, and by what evidence. Nobody asked for it to choose one by. */
    RoutesView explain(List<List<NodeId>> routes) {
        return explanations.routes(routes, clock.instant());
    }

    /** The latest answers to that node, or a CSP, which of the routes to that node is the most trustful; the newest first. */
    List<RoutesView> judgedTo(NodeId destination) {
        return judged.to(destination);
    }

    /** What is thought of nodes, as things stand. One that is condemned is wholly distrusted. */
    private TrustMessage.NodeOpinionAnswer answer(TrustMessage.NodeOpinionRequest question) {
        events.asked();
        Instant now = clock.instant();
        return new TrustMessage.NodeOpinionAnswer(
                question.transaction(),
                question.nodes().stream()
                        .map(node ->
                                onWire(condemnation.isQuarantined(node, now) ? DISTRUST : book.opinionOn(node, now)))
                        .toList());
    }

    /** Whether a route may be chosen by the answer: a destination asks which of those to itself to answer by, and CSPs are the operator's. */
    private static boolean mayDecide(NodeCertificate asker, TrustMessage.OpinionRequest question) {
        return asker.role() == Role.CSP
                || question.routes().stream().allMatch(route -> route.getLast().equals(asker.id()));
    }

    private static Set<NodeId> subjects(TrustMessage.OpinionRequest question) {
        return question.routes().stream()
                .flatMap(route -> route.stream().skip(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Rounded so that the sum of belief and disbelief is no more than one. */
    private static TrustMessage.OpinionOn onWire(Opinion opinion) {
        int one = TrustMessage.OpinionOn.ONE;
        int belief = (int) Math.floor(opinion.belief() * one);
        int disbelief = (int) Math.floor(opinion.disbelief() * one);
        return new TrustMessage.OpinionOn(belief, disbelief, (int) Math.round(opinion.baseRate() * one));
    }

    private static void refuse(Inbound inbound, P2psipMessage message) {
        if (!message.isAnswer()) {
            inbound.reply().accept(Response.to(message, Status.NOT_IMPLEMENTED));
        }
    }
}
