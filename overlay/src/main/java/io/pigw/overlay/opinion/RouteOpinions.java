package io.pigw.overlay.opinion;

import io.pigw.overlay.ping.OpinionPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.TrustMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks which route to trust (the paper, §3.1 steps 7 and 8). On the node's thread. */
public final class RouteOpinions implements OpinionPort {

    private final OpinionServers servers;
    private final Duration timeout;

    /** @param timeout after which the first route that verified is taken */
    public RouteOpinions(OpinionServers servers, Duration timeout) {
        this.servers = servers;
        this.timeout = timeout;
    }

    @Override
    public void choose(List<List<NodeId>> routes, Consumer<Optional<Integer>> chosen) {
        servers.askOne(
                transaction -> new TrustMessage.OpinionRequest(transaction, routes),
                timeout,
                answer -> chosen.accept(answer.filter(TrustMessage.OpinionResponse.class::isInstance)
                        .map(opinion -> ((TrustMessage.OpinionResponse) opinion).chosen())
                        .filter(index -> index >= 0 && index < routes.size())));
    }
}
