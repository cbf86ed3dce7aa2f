package io.pigw.gateway.peer;

import io.pigw.gateway.forward.CspState;
import io.pigw.gateway.forward.CspTable;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.PingMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;
import io.pigw.runtime.net.KeptLink;
import io.pigw.runtime.net.LinkListener;
import io.pigw.runtime.net.P2psipEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway as a peer of the overlay (the paper, §2.2): dials every CSP and keeps the link, listens on nothing. On the gateway's
 * loop, but for {@link #close}.
 */
public final class PeerSide implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerSide.class);

    private final P2psipEndpoint endpoint;
    private final CspTable csps;
    private final PeerMessages messages;
    private final Runnable onChange;
    private final List<KeptLink> links = new ArrayList<>();

    /**
     * A side that dials nobody before {@link #start}.
     *
     * @param onChange called after a CSP came or went
     */
    public PeerSide(P2psipEndpoint endpoint, CspTable csps, PeerMessages messages, Runnable onChange) {
        this.endpoint = endpoint;
        this.csps = csps;
        this.messages = messages;
        this.onChange = onChange;
    }

    /** Dials all CSPs of the table. */
    public void start() {
        endpoint.onRequest(this::onRequest);
        LinkListener listener = new TableKeeper();
        for (CspState csp : csps.all()) {
            links.add(endpoint.keep(csp.contact(), listener));
        }
    }

    private void onRequest(Inbound inbound) {
        switch (inbound.message()) {
            case MessageRequest message -> messages.take(inbound, message);
            case ChordMessage.Ping ping -> inbound.reply().accept(Response.to(ping, Status.OK));
            case Response _, RevocationNotice _ -> {}
            case ChordMessage _, PingMessage _, TrustMessage _, NameMessage _, RecordMessage _, UnknownRequest _ ->
                inbound.reply().accept(Response.to(inbound.message(), Status.NOT_IMPLEMENTED));
        }
    }

    /** Records every connect and loss. */
    private final class TableKeeper implements LinkListener {
        @Override
        public void opened(NodeCertificate node, HostPort address) {
            csps.onLink(node.id(), true);
            onChange.run();
        }

        @Override
        public void closed(NodeCertificate node, String reason) {
            csps.onLink(node.id(), false);
            onChange.run();
        }

        @Override
        public void failed(NodeContact contact, String reason) {
            LOG.atDebug()
                    .addKeyValue("csp", contact)
                    .addKeyValue("reason", reason)
                    .log("CSP cannot be dialled");
        }
    }

    /** Dials no more and closes the links. On the loop. */
    @Override
    public void close() {
        links.forEach(KeptLink::close);
    }
}
