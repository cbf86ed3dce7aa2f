package io.pigw.sos;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pigw.overlay.sos.Condemned;
import io.pigw.overlay.sos.LinkView;
import io.pigw.overlay.sos.NodeView;
import io.pigw.overlay.sos.OpinionServer;
import io.pigw.overlay.sos.RoutesView;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.TrustMessage.OpinionRequest;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.trust.Opinion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why nodes and routes are trusted, over the admin port.
 *
 * <pre>
 *   GET  /opinions/{node}            what is thought of a node, and by what evidence
 *   GET  /judgements/{destination}   the latest answers to it, or a CSP, which route to it is the most trustful; the newest first
 *   POST /routes/judge {routes}      what is thought of routes, as things stand
 * </pre>
 */
final class OpinionRoutes {

    private final OpinionServer server;
    private final Ring ring;
    private final Executor loop;

    private OpinionRoutes(OpinionServer server, Ring ring, Executor loop) {
        this.server = server;
        this.ring = ring;
        this.loop = loop;
    }

    /** The routes; {@code loop} is the server's. */
    static List<AdminRoute> of(OpinionServer server, Ring ring, Executor loop) {
        OpinionRoutes routes = new OpinionRoutes(server, ring, loop);
        return List.of(
                new AdminRoute("GET", "/opinions/{node}", routes::opinion),
                new AdminRoute("GET", "/judgements/{destination}", routes::judgements),
                new AdminRoute("POST", "/routes/judge", routes::judge));
    }

    /** @param routes each from the CSP to the destination */
    private record Question(@Nullable List<@Nullable List<@Nullable String>> routes) {}

    private record ShownOpinion(
            double belief, double disbelief, double uncertainty, double baseRate, double expectation) {
        static ShownOpinion of(Opinion opinion) {
            return new ShownOpinion(
                    opinion.belief(),
                    opinion.disbelief(),
                    opinion.uncertainty(),
                    opinion.baseRate(),
                    opinion.expectation());
        }
    }

    /**
     * A link.
     *
     * @param good that CSPs saw, as it weighs now; so are the others
     * @param weighedAt when the last outcome was taken in; absent where there is no evidence
     * @param leftOut whether the opinion on the node is made without it; absent where a route is shown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ShownLink(
            String observer,
            String subject,
            double good,
            double bad,
            double told,
            double lost,
            double contradicted,
            ShownOpinion opinion,
            @Nullable Instant weighedAt,
            @Nullable Boolean leftOut) {
        static ShownLink of(LinkView view, @Nullable Boolean leftOut) {
            return new ShownLink(
                    view.known().link().observer().toString(),
                    view.known().link().subject().toString(),
                    view.known().seen().good(),
                    view.known().seen().bad(),
                    view.known().told(),
                    view.known().lost(),
                    view.known().contradicted(),
                    ShownOpinion.of(view.opinion()),
                    view.lastOutcome().orElse(null),
                    leftOut);
        }
    }

    private record ShownGrounds(String grounds, int observers, int destinations) {
        static ShownGrounds of(Condemned condemned) {
            return new ShownGrounds(
                    condemned.grounds().name().toLowerCase(Locale.ROOT),
                    condemned.observers(),
                    condemned.destinations());
        }
    }

    /**
     * What is thought of a node.
     *
     * @param observers of the links to it, one of each
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ShownNode(
            String node,
            Instant at,
            ShownOpinion opinion,
            boolean distrusted,
            boolean goneRound,
            @Nullable ShownGrounds condemned,
            int observers,
            List<ShownLink> links) {
        static ShownNode of(NodeView view) {
            return new ShownNode(
                    view.node().toString(),
                    view.at(),
                    ShownOpinion.of(view.opinion()),
                    view.distrusted(),
                    view.goneRound(),
                    view.condemned().map(ShownGrounds::of).orElse(null),
                    view.links().size(),
                    view.links().stream()
                            .map(link -> ShownLink.of(
                                    link,
                                    view.leftOut().contains(link.known().link().observer())))
                            .toList());
        }
    }

    private record ShownRoute(List<String> nodes, ShownOpinion opinion, List<ShownLink> links) {
        static ShownRoute of(RoutesView.Route route) {
            List<String> nodes = new ArrayList<>();
            nodes.add(route.links().getFirst().known().link().observer().toString());
            route.links()
                    .forEach(link -> nodes.add(link.known().link().subject().toString()));
            return new ShownRoute(
                    nodes,
                    ShownOpinion.of(route.opinion()),
                    route.links().stream().map(link -> ShownLink.of(link, null)).toList());
        }
    }

    /** @param chosen index of the most trustful route */
    private record ShownRoutes(Instant at, int chosen, List<ShownRoute> routes) {
        static ShownRoutes of(RoutesView view) {
            return new ShownRoutes(
                    view.at(),
                    view.chosen(),
                    view.routes().stream().map(ShownRoute::of).toList());
        }
    }

    private record ShownJudgements(List<ShownRoutes> judgements) {}

    private AdminResponse opinion(AdminRequest request) throws AdminException {
        NodeId node = node(request.variable("node"));
        return AdminResponse.json(ShownNode.of(onLoop(() -> server.explain(node))));
    }

    private AdminResponse judgements(AdminRequest request) throws AdminException {
        NodeId destination = node(request.variable("destination"));
        return AdminResponse.json(new ShownJudgements(onLoop(() -> server.judgedTo(destination)).stream()
                .map(ShownRoutes::of)
                .toList()));
    }

    private AdminResponse judge(AdminRequest request) throws AdminException {
        List<List<NodeId>> routes = routes(request.json(Question.class));
        return AdminResponse.json(ShownRoutes.of(onLoop(() -> server.explain(routes))));
    }

    /** As many, and as long, as a peer may ask about. */
    private List<List<NodeId>> routes(Question question) throws AdminException {
        if (question.routes() == null) {
            throw new AdminException(400, "routes is needed: a list of lists of node IDs");
        }
        List<List<NodeId>> routes = new ArrayList<>();
        for (List<@Nullable String> nodes : question.routes()) {
            List<NodeId> route = new ArrayList<>();
            for (String node : nodes == null ? List.<@Nullable String>of() : nodes) {
                route.add(node(node == null ? "" : node));
            }
            routes.add(route);
        }
        try {
            return new OpinionRequest(new Transaction(0), routes).routes();
        } catch (IllegalArgumentException outOfRange) {
            throw new AdminException(400, String.valueOf(outOfRange.getMessage()));
        }
    }

    private NodeId node(String text) throws AdminException {
        NodeId node;
        try {
            node = NodeId.parse(text);
        } catch (IllegalArgumentException none) {
            throw new AdminException(400, none.getMessage() + ": write it as in 586");
        }
        if (!ring.contains(node)) {
            throw new AdminException(400, "node ID " + node + " is not in this overlay's ring");
        }
        return node;
    }

    /** On the admin port's virtual thread: waits for the loop. */
    private <T> T onLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException failed) {
                answer.completeExceptionally(failed);
            }
        });
        return answer.join();
    }
}
