package io.pigw.runtime.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.pigw.p2psip.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route and runs its handler on a virtual thread, so many at once and no more. Safe on any thread. */
final class AdminDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(AdminDispatcher.class);

    private final List<AdminRoute> routes;
    private final Semaphore permits;

    AdminDispatcher(List<AdminRoute> routes, int maxConcurrent) {
        this.routes = routes;
        this.permits = new Semaphore(maxConcurrent);
    }

    /** Tells the answer, on any thread, once. */
    void dispatch(AdminGate gate, String method, String uri, Bytes body, Consumer<AdminResponse> then) {
        if (!permits.tryAcquire()) {
            then.accept(AdminResponse.error(503, "too many requests at once"));
            return;
        }
        Thread.ofVirtual().name("pigw-admin").start(() -> {
            AdminResponse response;
            try {
                response = answer(gate, method, uri, body);
            } finally {
                permits.release();
            }
            then.accept(response);
        });
    }

    private AdminResponse answer(AdminGate gate, String method, String uri, Bytes body) {
        try {
            AdminCaller caller = gate.caller();
            QueryStringDecoder decoder = new QueryStringDecoder(uri, true);
            List<String> segments = AdminRoute.decoded(decoder.rawPath());
            boolean known = false;
            for (AdminRoute route : routes) {
                Optional<Map<String, String>> variables = route.match(segments);
                if (variables.isPresent() && route.method().equals(method)) {
                    return route.handler().handle(new AdminRequest(variables.get(), first(decoder), body, caller));
                }
                known |= variables.isPresent();
            }
            return known
                    ? AdminResponse.error(405, "method not allowed here")
                    : AdminResponse.error(404, "no such path");
        } catch (AdminException refused) {
            return refused.response();
        } catch (IllegalArgumentException malformed) {
            return AdminResponse.error(400, String.valueOf(malformed.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return AdminResponse.error(503, "interrupted");
        } catch (Exception failure) {
            LOG.atError().setCause(failure).addKeyValue("method", method).log("An admin request failed");
            return AdminResponse.error(500, "internal error; see the log");
        }
    }

    private static Map<String, String> first(QueryStringDecoder decoder) {
        Map<String, String> query = new HashMap<>();
        decoder.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
        return query;
    }
}
