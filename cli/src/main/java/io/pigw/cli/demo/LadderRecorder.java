package io.pigw.cli.demo;

import io.netty.buffer.Unpooled;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;
import io.pigw.runtime.trace.WireTap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the real messages of one run of a scenario from the links' tap and the IMS client. Thread-safe. Idle until it is started. */
final class LadderRecorder implements WireTap {

    private static final int MAX_STEPS = 1_000;

    private final List<LadderStep> steps = new ArrayList<>();
    private volatile boolean recording;

    /** Forgets what was and begins. */
    synchronized void start() {
        steps.clear();
        recording = true;
    }

    /** Ends and gives what was seen. */
    synchronized Ladder stop() {
        recording = false;
        return new Ladder(steps.stream()
                .sorted(Comparator.comparingLong(LadderStep::nanos))
                .toList());
    }

    /** Notes a step that happens now. */
    void step(String from, String to, String what) {
        if (recording) {
            add(new LadderStep(System.nanoTime(), from, to, what));
        }
    }

    private synchronized void add(LadderStep step) {
        if (recording && steps.size() < MAX_STEPS) {
            steps.add(step);
        }
    }

    @Override
    public void sent(NodeCertificate by, NodeCertificate to, Bytes message) {
        if (!recording) {
            return;
        }
        long now = System.nanoTime();
        String what = describe(message);
        if (what != null) {
            add(new LadderStep(now, name(by), name(to), what));
        }
    }

    @Override
    public void received(NodeCertificate by, NodeCertificate from, Bytes bytes) {
        // every message is seen when it is sent
    }

    private static String name(NodeCertificate node) {
        return switch (node.role()) {
            case PEER -> "peer " + node.id();
            case CSP -> "CSP " + node.id();
            case GATEWAY -> ScenarioNames.GATEWAY;
            case SOS -> ScenarioNames.SOS;
            case ENROLLMENT -> "E&A";
            case CLIENT -> "client " + node.id();
            case OPERATOR -> "operator " + node.id();
        };
    }

    /** The message in short; null for the ring's upkeep and for receipts between hops. */
    private static @Nullable String describe(Bytes encoded) {
        P2psipMessage message;
        try {
            message = new P2psipDecoder(Limits.DEFAULTS).decode(Unpooled.wrappedBuffer(encoded.toArray()));
        } catch (DecodeException ours) {
            throw new IllegalStateException("a node of ours sent what does not decode", ours);
        }
        return switch (message) {
            case MessageRequest request -> request.notice() == null ? "P2PSIP MESSAGE" : "P2PSIP MESSAGE (notice)";
            case Response response ->
                response.callId() == null
                        ? null
                        : "P2PSIP " + response.status().code() + " "
                                + response.status().reason();
            case PingRequest ping -> "PingRequest" + route(ping.terms());
            case AuditRequest _ -> "AuditRequest";
            case AuditAnswer _ -> "AuditAnswer";
            case PingResponse ping -> "PingResponse" + route(ping.terms());
            case TrustMessage.OpinionRequest _ -> "OpinionRequest";
            case TrustMessage.OpinionResponse _ -> "OpinionResponse";
            case PingReceipt _,
                    LocateRequest _,
                    LocateAnswer _,
                    TrustMessage.EvidenceReport _,
                    TrustMessage.OutcomeReport _,
                    TrustMessage.NodeOpinionRequest _,
                    TrustMessage.NodeOpinionAnswer _,
                    NameMessage _,
                    RecordMessage _,
                    ChordMessage _,
                    RevocationNotice _,
                    UnknownRequest _ -> null;
            case null -> null;
        };
    }

    private static String route(@Nullable PingTerms terms) {
        return terms == null ? "" : " (route " + (terms.routeIndex() + 1) + " of " + terms.routes() + ")";
    }
}
