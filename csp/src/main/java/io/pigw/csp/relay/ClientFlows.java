package io.pigw.csp.relay;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The ways out, with an eye on clients: a link whose other end has vanished without a word, as behind a NAT that forgot it, looks
 * open for minutes. A client that leaves a message unanswered is asked for a sign of life, and its link is given up if none
 * comes (RFC 5626 §4.4.1); then it is not attached any more, and what follows is surely not delivered. On the CSP's thread.
 */
public final class ClientFlows implements RelayLinks {

    private final RelayLinks links;
    private final Predicate<NodeId> isAttached;
    private final Life life;
    private final Set<NodeId> asked = new HashSet<>();

    /** Sees to links of clients. */
    public interface Life {

        /** Asks over the link there is; calls back once, later. */
        void ask(NodeId client, Consumer<Outcome> then);

        /** Closes its links. */
        void giveUp(NodeId client);
    }

    /**
     * Of one CSP.
     *
     * @param isAttached whether an ID is that of a client with a link to this CSP
     */
    public ClientFlows(RelayLinks links, Predicate<NodeId> isAttached, Life life) {
        this.links = links;
        this.isAttached = isAttached;
        this.life = life;
    }

    @Override
    public List<NodeId> gateways() {
        return links.gateways();
    }

    @Override
    public void requestOverLink(NodeId to, MessageRequest message, Duration timeout, Consumer<Outcome> then) {
        links.requestOverLink(to, message, timeout, outcome -> {
            if (outcome instanceof Outcome.TimedOut && isAttached.test(to)) {
                askForLife(to);
            }
            then.accept(outcome);
        });
    }

    @Override
    public void requestDialled(NodeContact to, MessageRequest message, Duration timeout, Consumer<Outcome> then) {
        links.requestDialled(to, message, timeout, then);
    }

    /** No more than one question to a client at a time, so there are never more of them than clients. */
    private void askForLife(NodeId client) {
        if (asked.add(client)) {
            life.ask(client, outcome -> {
                asked.remove(client);
                if (!(outcome instanceof Outcome.Answered(Response _, NodeCertificate _))) {
                    life.giveUp(client);
                }
            });
        }
    }
}
