package io.pigw.csp;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pigw.csp.locate.PingHistory;
import io.pigw.csp.locate.PingRecord;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What became of pings, over the admin port.
 *
 * <pre>
 *   GET /pings?max=M        the latest, the latest first
 *   GET /pings/{call-id}    those for a message, or the one of that Call-ID
 * </pre>
 */
public final class PingRoutes {

    private static final int DEFAULT_PAGE = 20;
    private static final int MAX_PAGE = 200;

    private final Supplier<? extends Collection<Csp>> csps;

    private PingRoutes(Supplier<? extends Collection<Csp>> csps) {
        this.csps = csps;
    }

    /** Of those CSPs of this process that run when it is asked. */
    public static List<AdminRoute> of(Supplier<? extends Collection<Csp>> csps) {
        PingRoutes routes = new PingRoutes(csps);
        return List.of(
                new AdminRoute("GET", "/pings", routes::latest),
                new AdminRoute("GET", "/pings/{call-id}", routes::named));
    }

    private record ShownLoss(String observer, String subject, String how) {
        static ShownLoss of(LinkOutcome outcome) {
            return new ShownLoss(
                    outcome.observer().toString(), outcome.subject().toString(), lower(outcome.kind()));
        }
    }

    /**
     * A copy.
     *
     * @param number from 1
     * @param nodes of its route as far as is known
     * @param complete whether that is the whole route
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ShownCopy(
            int number,
            String ping,
            String fate,
            List<String> nodes,
            boolean complete,
            @Nullable ShownLoss lostAt) {
        static ShownCopy of(int number, PingRecord.Copy copy) {
            return new ShownCopy(
                    number,
                    copy.ping().value(),
                    lower(copy.fate()),
                    copy.nodes().stream().map(NodeId::toString).toList(),
                    copy.complete(),
                    copy.lostAt().map(ShownLoss::of).orElse(null));
        }
    }

    /**
     * A search.
     *
     * @param outcome {@code located}, {@code under_way}, or why it was not found
     */
    private record ShownPing(
            String csp,
            String forMessage,
            String destination,
            Instant began,
            double tookMillis,
            String outcome,
            List<ShownCopy> copies) {
        static ShownPing of(NodeId csp, PingRecord ping) {
            return new ShownPing(
                    csp.toString(),
                    ping.forMessage().value(),
                    ping.destination().toString(),
                    ping.began(),
                    ping.took().toNanos() / 1e6,
                    ping.outcome().map(PingRoutes::outcome).orElse("under_way"),
                    IntStream.range(0, ping.copies().size())
                            .mapToObj(i -> ShownCopy.of(i + 1, ping.copies().get(i)))
                            .toList());
        }
    }

    private record Page(List<ShownPing> pings) {}

    private AdminResponse latest(AdminRequest request) throws AdminException {
        int max = (int) request.number("max", DEFAULT_PAGE, 1, MAX_PAGE);
        List<ShownPing> pings = new ArrayList<>();
        for (Csp csp : csps.get()) {
            csp.latestPings(max).join().forEach(ping -> pings.add(ShownPing.of(csp.id(), ping)));
        }
        return page(pings, max);
    }

    private AdminResponse named(AdminRequest request) throws AdminException {
        CallId callId;
        try {
            callId = new CallId(request.variable("call-id"));
        } catch (IllegalArgumentException none) {
            throw new AdminException(400, String.valueOf(none.getMessage()));
        }
        List<ShownPing> pings = new ArrayList<>();
        for (Csp csp : csps.get()) {
            csp.pingsOf(callId).join().forEach(ping -> pings.add(ShownPing.of(csp.id(), ping)));
        }
        if (pings.isEmpty()) {
            throw new AdminException(
                    404,
                    "no_such_ping",
                    "no ping is known for Call-ID " + callId,
                    "a CSP keeps its latest " + PingHistory.MAX_SEARCHES
                            + " searches until it ends, and pings for messages"
                            + " to peers alone: ask the destination's CSP, or list what there is with GET /pings");
        }
        return page(pings, MAX_PAGE);
    }

    private static AdminResponse page(List<ShownPing> pings, int max) {
        return AdminResponse.json(new Page(pings.stream()
                .sorted(Comparator.comparing(ShownPing::began).reversed())
                .limit(max)
                .toList()));
    }

    private static String outcome(PingOutcome outcome) {
        return switch (outcome) {
            case PingOutcome.Located _ -> "located";
            case PingOutcome.NotFound(PingOutcome.Reason reason) -> lower(reason);
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
