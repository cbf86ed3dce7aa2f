package io.pigw.overlay.limit;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TextMessage;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns away what the other end of a link asks beyond its rate, before a signature is looked at or a table touched. The bucket is
 * that of the link's other end, whoever the request began with: each hop answers for what it passes on. Messages, locates and
 * stored values have limits of their own where they are taken, and a sign of life is given always. On its node's thread.
 */
public final class RequestGate {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Map<Sort, SenderBuckets> others = new EnumMap<>(Sort.class);
    private final Map<Sort, SenderBuckets> csps = new EnumMap<>(Sort.class);
    private final Consumer<Sort> limited;

    /** What is counted together, with the rate of one peer or client, and how much more a CSP may ask. */
    public enum Sort {
        /** The ring's upkeep: joining, leaving, updates, queries. */
        RING(100, 1_000, 8),
        /** Copies of pings, and answers to them. */
        PING(1_000, 4_000, 8),
        /** Fetching of records. */
        FETCH(100, 1_000, 8),
        /** What an opinion server thinks of routes and nodes. */
        QUESTION(200, 400, 50);

        private final int perSecond;
        private final int burst;
        private final int cspFactor;

        /** @param cspFactor a CSP passes on what hundreds of peers and the gateway ask */
        Sort(int perSecond, int burst, int cspFactor) {
            this.perSecond = perSecond;
            this.burst = burst;
            this.cspFactor = cspFactor;
        }

        private Rate ofOther() {
            return new Rate(perSecond, burst);
        }

        private Rate ofCsp() {
            return new Rate((double) perSecond * cspFactor, burst * cspFactor);
        }

        /** The name for a metric's label. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param limited told of each request that is turned away */
    public RequestGate(InstantSource clock, Consumer<Sort> limited) {
        for (Sort sort : Sort.values()) {
            others.put(sort, new SenderBuckets(sort.ofOther(), clock));
            csps.put(sort, new SenderBuckets(sort.ofCsp(), clock));
        }
        this.limited = limited;
    }

    /** Whether to go on with it; if not, it has been answered 503, with {@code Retry-After}: the node is alive and a member. */
    public boolean admits(Inbound inbound) {
        Sort sort = sort(inbound.message());
        Map<Sort, SenderBuckets> buckets = buckets(inbound.from().role());
        if (sort == null
                || buckets == null
                || Objects.requireNonNull(buckets.get(sort))
                        .tryTake(inbound.from().id(), 1)) {
            return true;
        }
        limited.accept(sort);
        if (!(inbound.message() instanceof PingResponse)) {
            inbound.reply()
                    .accept(Response.to(inbound.message(), Status.SERVICE_UNAVAILABLE)
                            .retryAfter(RETRY_AFTER_SECONDS));
        }
        return false;
    }

    /** Those of the operator that are no members of the ring ask for little, and what that is has limits of its own. */
    private @Nullable Map<Sort, SenderBuckets> buckets(Role role) {
        return switch (role) {
            case PEER, CLIENT -> others;
            case CSP -> csps;
            case GATEWAY, SOS, ENROLLMENT, OPERATOR -> null;
        };
    }

    private static @Nullable Sort sort(P2psipMessage message) {
        return switch (message) {
            case ChordMessage.Ping _ -> null;
            case ChordMessage _ -> Sort.RING;
            case PingRequest _, PingReceipt _, PingResponse _, AuditRequest _, AuditAnswer _ -> Sort.PING;
            case RecordMessage.Fetch _ -> Sort.FETCH;
            case TrustMessage.OpinionRequest _, TrustMessage.NodeOpinionRequest _ -> Sort.QUESTION;
            case RecordMessage _,
                    LocateRequest _,
                    LocateAnswer _,
                    TextMessage _,
                    TrustMessage _,
                    NameMessage _,
                    RevocationNotice _,
                    UnknownRequest _ -> null;
        };
    }
}
