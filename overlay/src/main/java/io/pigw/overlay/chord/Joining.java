package io.pigw.overlay.chord;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage.JoinAnswer;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks one CSP after the other to be admitted; follows where they point. Who is no CSP by its certificate admits nobody. */
final class Joining {

    private static final int MAX_CSPS = 32;
    private static final int MAX_REDIRECTS = 3;

    private final ChordContext chord;
    private final BiConsumer<NodeContact, JoinAnswer> admitted;
    private final Consumer<JoinOutcome> failed;
    private final List<NodeContact> csps;
    private final Deque<NodeContact> left = new ArrayDeque<>();
    private int redirects;
    private @Nullable JoinOutcome refusal;

    Joining(
            ChordContext chord,
            List<NodeContact> csps,
            BiConsumer<NodeContact, JoinAnswer> admitted,
            Consumer<JoinOutcome> failed) {
        this.chord = chord;
        this.admitted = admitted;
        this.failed = failed;
        this.csps = csps.stream().limit(MAX_CSPS).toList();
        left.addAll(this.csps);
    }

    void next() {
        NodeContact csp = left.pollFirst();
        if (csp == null) {
            failed.accept(refusal != null ? refusal : new JoinOutcome.Unreachable());
            return;
        }
        JoinRequest request = new JoinRequest(chord.freshTransaction(), chord.self());
        chord.request(csp, request, chord.options().lookupTimeout(), outcome -> {
            switch (outcome) {
                case Outcome.Answered answered
                when answered.by().role() == Role.CSP -> onAnswer(csp, answered.answer());
                case Outcome.Answered _ -> next();
                case Outcome.TimedOut _, Outcome.Unreachable _ -> next();
            }
        });
    }

    private void onAnswer(NodeContact csp, P2psipMessage answer) {
        if (answer instanceof JoinAnswer join) {
            admitted.accept(csp, join);
            return;
        }
        if (answer instanceof Response response) {
            if (response.status().code() == Status.TEMPORARILY_UNAVAILABLE.code()
                    && csp.id().equals(response.contact())) {
                failed.accept(new JoinOutcome.OverFlow(csp));
                return;
            }
            refusal = new JoinOutcome.Refused(csp, response.status());
            if (response.status().code() == Status.MOVED_TEMPORARILY.code()
                    && response.contact() != null
                    && response.contactAddress() != null
                    && redirects < MAX_REDIRECTS) {
                redirects++;
                towards(new NodeContact(response.contact(), response.contactAddress()));
            }
        }
        next();
    }

    /** A CSP that is known is asked where it is known to be first, whatever others say of its address. */
    private void towards(NodeContact named) {
        left.addFirst(named);
        csps.stream()
                .filter(csp -> csp.id().equals(named.id()) && !csp.equals(named))
                .forEach(left::addFirst);
    }
}
