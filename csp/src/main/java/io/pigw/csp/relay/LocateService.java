package io.pigw.csp.relay;

import io.pigw.csp.locate.Location;
import io.pigw.csp.locate.Locator;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.SenderBuckets;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks for nodes on behalf of peers of its arc, and of other CSPs for theirs: only CSPs originate pings. What nobody answers for
 * is 480, whether the ID is unassigned, away, a CSP's or the gateway's, which is looked for like any other. On the CSP's thread.
 */
public final class LocateService {

    /** Searches at once, whoever asked. */
    static final int MAX_UNDER_WAY = 1_024;

    private static final int RETRY_AFTER_SECONDS = 1;

    private final NodeContact self;
    private final Ring ring;
    private final NodePorts ports;
    private final Function<NodeId, NodeContact> responsible;
    private final Locator everywhere;
    private final Locator here;
    private final Consumer<Status> answered;
    private final SenderBuckets buckets;
    private int underWay;

    /**
     * Where to look.
     *
     * @param everywhere for peers
     * @param here for other CSPs, so that no question goes in circles
     */
    public record Locators(Locator everywhere, Locator here) {}

    /**
     * Of one CSP.
     *
     * @param responsible the CSP whose arc holds an ID, among those that are up
     * @param rate how often one peer may ask
     * @param answered told of each answer
     */
    public LocateService(
            NodeContact self,
            Ring ring,
            NodePorts ports,
            Function<NodeId, NodeContact> responsible,
            Locators locators,
            Rate rate,
            Consumer<Status> answered) {
        this.self = self;
        this.ring = ring;
        this.ports = ports;
        this.responsible = responsible;
        this.everywhere = locators.everywhere();
        this.here = locators.here();
        this.buckets = new SenderBuckets(rate, ports.clock());
        this.answered = answered;
    }

    /** Somebody asks. */
    public void onRequest(Inbound inbound, LocateRequest request) {
        NodeId from = inbound.from().id();
        boolean isCsp = inbound.from().role() == Role.CSP;
        if (!isCsp && inbound.from().role() != Role.PEER) {
            answer(inbound, request, Status.FORBIDDEN);
        } else if (underWay >= MAX_UNDER_WAY || !isCsp && !buckets.tryTake(from, 1)) {
            answer(inbound, request, Status.SERVICE_UNAVAILABLE);
        } else if (!ring.contains(request.destination())) {
            answer(inbound, request, Status.NOT_FOUND);
        } else if (!isCsp && !responsible.apply(from).id().equals(self.id())) {
            answered.accept(Status.MOVED_TEMPORARILY);
            inbound.reply()
                    .accept(Response.to(request, Status.MOVED_TEMPORARILY).redirectTo(responsible.apply(from)));
        } else {
            locate(inbound, request, isCsp ? here : everywhere);
        }
    }

    private void locate(Inbound inbound, LocateRequest request, Locator locator) {
        underWay++;
        NodeId destination = request.destination();
        locator.locate(destination, CallId.mint(ports.random()), true, location -> {
            underWay--;
            switch (location) {
                case Location.At(NodeContact contact, boolean _) -> found(inbound, request, contact);
                case Location.OverFlow _ -> found(inbound, request, self);
                case Location.AtCsp(NodeContact csp) -> found(inbound, request, csp);
                case Location.Nowhere _ -> answer(inbound, request, Status.TEMPORARILY_UNAVAILABLE);
            }
        });
    }

    private void found(Inbound inbound, LocateRequest request, NodeContact contact) {
        answered.accept(Status.OK);
        inbound.reply().accept(new LocateAnswer(request.transaction(), request.destination(), contact));
    }

    private void answer(Inbound inbound, LocateRequest request, Status status) {
        answered.accept(status);
        Response response = Response.to(request, status);
        inbound.reply()
                .accept(
                        status.code() == Status.SERVICE_UNAVAILABLE.code()
                                ? response.retryAfter(RETRY_AFTER_SECONDS)
                                : response);
    }
}
