package io.pigw.overlay.ping;

import io.pigw.p2psip.message.PingRequest;
import java.util.List;

/** Hears of the copies of a ping that arrived at their destination with every signature valid. On the node's thread. */
@FunctionalInterface
public interface ArrivalListener {

    /** Nobody listens. */
    ArrivalListener NONE = _ -> {};

    /** One or more copies of one ping; a late copy is told by itself. */
    void arrived(List<PingRequest> verified);
}
