package io.pigw.enrollment.publish;

import io.micrometer.core.instrument.Counter;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.KeptLink;
import io.pigw.runtime.net.LinkListener;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link to each CSP and sends it every new CRL, and the current ones once the link is there; of a CRL that is too large
 * for a message, its number. The CSPs hand it on. {@link #push} is safe on any thread and returns at once.
 */
final class CspPush implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CspPush.class);
    private static final int MAX_CSPS = 256;

    private final MessengerIdentity identities;
    private final CrlPublisher crls;
    private final OwnLists own;
    private final Environment environment;
    private final Counter sent;
    private List<NodeContact> csps = List.of();
    private Instant renewAt = Instant.MAX;
    private volatile @Nullable Session session;

    /** One certificate's links. */
    private record Session(NodeIdentity identity, P2psipEndpoint endpoint, List<KeptLink> links) {
        private void close() {
            links.forEach(KeptLink::close);
            endpoint.close();
        }
    }

    CspPush(MessengerIdentity identities, CrlPublisher crls, OwnLists own, Environment environment) {
        this.identities = identities;
        this.crls = crls;
        this.own = own;
        this.environment = environment;
        this.sent = environment.metrics().counter("pigw_crl_pushes_total");
        environment.metrics().latestGauge("pigw_crl_push_links", this::linksUp);
    }

    /** Links to these CSPs, and no longer to others. Blocks. */
    synchronized void to(List<NodeContact> contacts) throws InterruptedException {
        if (contacts.size() > MAX_CSPS) {
            throw new IllegalArgumentException("at most " + MAX_CSPS + " CSPs");
        }
        csps = List.copyOf(contacts);
        open();
    }

    /** Goes on with a new key and certificate where that is due, or another authority issues now. Blocks. */
    synchronized void renewIfDue() throws InterruptedException {
        Session now = session;
        if (!environment.clock().instant().isBefore(renewAt) || (now != null && !identities.isOfNow(now.identity()))) {
            open();
        }
    }

    /** The new links first, then the end of the old ones: a CSP has one all along. */
    private void open() throws InterruptedException {
        Session old = session;
        if (csps.isEmpty()) {
            session = null;
            renewAt = Instant.MAX;
        } else {
            NodeIdentity identity = identities.make();
            own.give(identity);
            P2psipEndpoint endpoint =
                    P2psipEndpoint.open(environment, identity, PeerPolicy.dialling(Role.CSP), EndpointOptions.DEFAULTS);
            List<KeptLink> links = new ArrayList<>();
            for (NodeContact csp : csps) {
                links.add(endpoint.keep(csp, new Arrival(endpoint, csp)));
            }
            session = new Session(identity, endpoint, List.copyOf(links));
            Instant now = environment.clock().instant();
            Instant end = identity.chain().getFirst().getNotAfter().toInstant();
            renewAt = now.plus(Duration.between(now, end).dividedBy(2));
        }
        if (old != null) {
            old.close();
        }
    }

    /** Sends the CRL to every CSP that there is a link to; others get it once there is one. */
    void push(Crl crl) {
        Session now = session;
        if (now == null) {
            return;
        }
        for (KeptLink link : now.links()) {
            if (link.isUp()) {
                send(now.endpoint(), link.contact(), crl);
            }
        }
    }

    private void send(P2psipEndpoint endpoint, NodeContact csp, Crl crl) {
        boolean fits = crl.der().size() <= RevocationNotice.MAX_CRL_SIZE;
        endpoint.send(
                csp,
                new RevocationNotice(
                        Transaction.mint(environment.random()),
                        Bytes.copyOf(HexFormat.of().parseHex(crl.issuer())),
                        crl.number(),
                        fits ? crl.der() : Bytes.EMPTY));
        sent.increment();
    }

    private int linksUp() {
        Session now = session;
        return now == null
                ? 0
                : (int) now.links().stream().filter(KeptLink::isUp).count();
    }

    /** Ends the links. Blocks. */
    @Override
    public synchronized void close() {
        Session last = session;
        session = null;
        renewAt = Instant.MAX;
        if (last != null) {
            last.close();
        }
    }

    /** A link came to be. */
    private final class Arrival implements LinkListener {
        private final P2psipEndpoint endpoint;
        private final NodeContact csp;

        private Arrival(P2psipEndpoint endpoint, NodeContact csp) {
            this.endpoint = endpoint;
            this.csp = csp;
        }

        @Override
        public void opened(NodeCertificate node, HostPort address) {
            log.atInfo().addKeyValue("csp", csp.id()).log("revocations go to the CSP");
            crls.all().forEach(crl -> send(endpoint, csp, crl));
        }

        @Override
        public void closed(NodeCertificate node, String reason) {
            log.atInfo()
                    .addKeyValue("csp", csp.id())
                    .addKeyValue("reason", reason)
                    .log("the link to the CSP is gone; revocations reach it once it is there again");
        }
    }
}
