package io.pigw.peer.membership;

import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.List;
import java.util.function.Consumer;

/** A client's way: it has no place in the ring, but a link to the CSP that serves its ID. */
public final class Attachment implements Membership.Entrance {

    private final NodeId self;

    /** Of that client. */
    public Attachment(NodeId self) {
        this.self = self;
    }

    @Override
    public boolean isLost() {
        return false;
    }

    @Override
    public void join(List<NodeContact> csps, Consumer<JoinOutcome> then) {
        throw new IllegalStateException("a client does not join");
    }

    @Override
    public P2psipMessage question(Transaction fresh) {
        return new RouteQuery(fresh, self, 0);
    }

    @Override
    public boolean isYes(P2psipMessage answer) {
        return answer instanceof RouteQueryAnswer;
    }
}
