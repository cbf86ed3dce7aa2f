package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Distrust;
import io.pigw.trust.Opinion;
import io.pigw.trust.PathOperator;
import io.pigw.trust.RouteJudge;
import io.pigw.trust.RouteJudge.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says what is thought of nodes and routes, and by what evidence. On the node's thread. */
final class Explanations {

    private final EvidenceBook book;
    private final Condemnation condemnation;
    private final RouteJudge judge;

    Explanations(EvidenceBook book, Condemnation condemnation, PathOperator operator) {
        this.book = book;
        this.condemnation = condemnation;
        this.judge = new RouteJudge(operator);
    }

    NodeView node(NodeId node, Instant now) {
        List<LinkView> links = new ArrayList<>(book.viewsOf(node, now));
        links.sort(Comparator.comparingDouble((LinkView view) -> view.opinion().uncertainty()));
        Set<NodeId> leftOut = links.stream()
                .map(view -> view.known().link().observer())
                .filter(observer -> book.isDistrusted(observer, now))
                .collect(Collectors.toSet());
        Opinion opinion = book.opinionOn(node, now);
        return new NodeView(
                node,
                now,
                opinion,
                Distrust.is(opinion),
                condemnation.isQuarantined(node, now),
                condemnation.judge(node, now),
                links,
                leftOut);
    }

    /** The most trustful of the routes, each of 2 nodes or more, as things stand. */
    RoutesView routes(List<List<NodeId>> routes, Instant now) {
        Judgement judgement = judge.judge(routes, book.opinionsAt(now));
        List<RoutesView.Route> judged = IntStream.range(0, routes.size())
                .mapToObj(i -> new RoutesView.Route(
                        links(routes.get(i), now), judgement.opinions().get(i)))
                .toList();
        return new RoutesView(now, judgement.chosen(), judged);
    }

    private List<LinkView> links(List<NodeId> route, Instant now) {
        return IntStream.range(1, route.size())
                .mapToObj(i -> book.view(new Link(route.get(i - 1), route.get(i)), now))
                .toList();
    }
}
