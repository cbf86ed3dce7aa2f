package io.pigw.sos;

import io.pigw.overlay.port.Inbound;
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
import io.pigw.trust.PathOperator;
import io.pigw.trust.RouteJudge;
import io.pigw.trust.RouteJudge.Judgement;
import java.time.InstantSource;

/** Answers what comes in. On the node's thread; never blocks. */
final class OpinionService {

    private final EvidenceBook book;
    private final RouteJudge judge;
    private final ReportIntake intake;
    private final InstantSource clock;
    private final SosMetrics metrics;

    OpinionService(
            EvidenceBook book, PathOperator operator, ReportIntake intake, InstantSource clock, SosMetrics metrics) {
        this.book = book;
        this.judge = new RouteJudge(operator);
        this.intake = intake;
        this.clock = clock;
        this.metrics = metrics;
    }

    void onRequest(Inbound inbound) {
        switch (inbound.message()) {
            case TrustMessage trust -> onTrust(inbound, trust);
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
            case TrustMessage.OpinionRequest question -> inbound.reply().accept(answer(question));
            case TrustMessage.EvidenceReport report -> intake.onReport(inbound, report);
            case TrustMessage.OpinionResponse response -> refuse(inbound, response);
        }
    }

    /** The most trustful of the routes, as things stand (the paper, §3.1 step 8). */
    TrustMessage.OpinionResponse answer(TrustMessage.OpinionRequest question) {
        metrics.opinion();
        Judgement judgement = judge.judge(question.routes(), book.opinionsAt(clock.instant()));
        return new TrustMessage.OpinionResponse(question.transaction(), judgement.chosen(), judgement.expectations());
    }

    private static void refuse(Inbound inbound, P2psipMessage message) {
        if (!message.isAnswer()) {
            inbound.reply().accept(Response.to(message, Status.NOT_IMPLEMENTED));
        }
    }
}
