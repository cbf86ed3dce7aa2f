package io.pigw.gateway.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipProvider;

/**
 * The IMS side's sockets and transactions: UDP and TCP on one port, on event loops that are handed in. Opening and closing
 * block for some milliseconds and must not be done on an event loop.
 */
public final class SipTransport implements AutoCloseable {

    private final StackThreads threads;
    private final SipStackImpl stack;
    private final SipProvider provider;
    private final StackListener listener;
    private final BoundSockets sockets;
    private final HostPort local;
    private final HostPort advertised;

    private SipTransport(
            StackThreads threads,
            SipStackImpl stack,
            SipProvider provider,
            StackListener listener,
            BoundSockets sockets,
            SipTransportConfig config) {
        this.threads = threads;
        this.stack = stack;
        this.provider = provider;
        this.listener = listener;
        this.sockets = sockets;
        String host = config.address().getHostAddress();
        this.local = new HostPort(host, sockets.port());
        this.advertised = new HostPort(config.advertisedHost().orElse(host), sockets.port());
    }

    /**
     * Binds and starts. Requests that come before {@link #onRequest} get 503.
     *
     * @throws IOException if the port is taken or the stack does not start
     */
    public static SipTransport open(SipTransportConfig config, Loops loops, SipMetrics metrics) throws IOException {
        BoundSockets sockets =
                BoundSockets.bind(loops, config.address(), config.listen().port());
        StackThreads threads = new StackThreads();
        try {
            SipStackImpl stack = threads.start(StackProperties.of(config));
            try {
                return start(config, loops, metrics, sockets, threads, stack);
            } catch (SipException | InvalidArgumentException | TooManyListenersException e) {
                threads.stop(stack);
                throw new SipException("the listening points could not be made", e);
            }
        } catch (SipException e) {
            sockets.close();
            throw new IOException("the SIP stack does not start", e);
        }
    }

    private static SipTransport start(
            SipTransportConfig config,
            Loops loops,
            SipMetrics metrics,
            BoundSockets sockets,
            StackThreads threads,
            SipStackImpl stack)
            throws SipException, InvalidArgumentException, TooManyListenersException {
        stack.setMessageProcessorFactory((SIPTransactionStack owner, InetAddress address, int port, String transport) ->
                processor(owner, address, port, transport, sockets, loops, config, metrics));
        String host = config.address().getHostAddress();
        ListeningPoint udp = stack.createListeningPoint(host, sockets.port(), ListeningPoint.UDP);
        SipProvider provider = stack.createSipProvider(udp);
        provider.addListeningPoint(stack.createListeningPoint(host, sockets.port(), ListeningPoint.TCP));
        StackListener listener = new StackListener(metrics);
        provider.addSipListener(listener);
        return new SipTransport(threads, stack, provider, listener, sockets, config);
    }

    private static MessageProcessor processor(
            SIPTransactionStack stack,
            InetAddress address,
            int port,
            String transport,
            BoundSockets sockets,
            Loops loops,
            SipTransportConfig config,
            SipMetrics metrics) {
        if (transport.equalsIgnoreCase(ListeningPoint.UDP)) {
            return new UdpProcessor(address, port, stack, sockets.datagram(), config, metrics);
        }
        TcpProcessor tcp = new TcpProcessor(address, port, stack, sockets.stream(), loops, config, metrics);
        sockets.acceptor().set(tcp.acceptor());
        return tcp;
    }

    /** Where requests go. Called on event loops: the listener returns at once. */
    public void onRequest(Consumer<IncomingRequest> requests) {
        listener.requests(requests);
    }

    /**
     * Starts a client transaction. Any thread.
     *
     * @throws SipException if it could not be sent at once; events may follow all the same
     */
    public OutgoingRequest send(OutgoingRequest.Plan plan, ClientEvents events) throws SipException {
        return OutgoingRequest.send(provider, plan, events);
    }

    /** The bound address with the real port. */
    public HostPort local() {
        return local;
    }

    /** What Via says over UDP and TCP. */
    public HostPort advertised() {
        return advertised;
    }

    /** Whether requests can be sent over {@code UDP}, {@code TCP} or {@code TLS}. */
    public boolean speaks(String transport) {
        return transport.equals(Source.UDP) || transport.equals(Source.TCP);
    }

    /**
     * What Via says over {@code UDP}, {@code TCP} or {@code TLS}.
     *
     * @throws IllegalArgumentException if this transport is not spoken
     */
    public HostPort advertised(String transport) {
        if (!speaks(transport)) {
            throw new IllegalArgumentException(transport + " is not configured");
        }
        return advertised;
    }

    /** Server transactions under way, or kept for retransmissions. Any thread. */
    public int serverTransactions() {
        return stack.getServerTransactionTableSize();
    }

    @Override
    public void close() {
        threads.stop(stack);
        sockets.close();
    }

    /** The RI's settings that our transport leaves in force. */
    private static final class StackProperties {
        static Properties of(SipTransportConfig config) {
            Properties properties = new Properties();
            properties.setProperty("javax.sip.STACK_NAME", "pigw-" + UUID.randomUUID());
            properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
            String prefix = "gov.nist.javax.sip.";
            properties.setProperty(prefix + "STACK_LOGGER", Slf4jStackLogger.class.getName());
            properties.setProperty(prefix + "SERVER_LOGGER", SilentServerLogger.class.getName());
            properties.setProperty(prefix + "TRACE_LEVEL", "0");
            properties.setProperty(prefix + "LOG_MESSAGE_CONTENT", "false");
            properties.setProperty(prefix + "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
            properties.setProperty(prefix + "DELIVER_UNSOLICITED_NOTIFY", "true");
            properties.setProperty(prefix + "REENTRANT_LISTENER", "true");
            properties.setProperty(prefix + "AGGRESSIVE_CLEANUP", "true");
            properties.setProperty(prefix + "THREAD_POOL_SIZE", "2");
            properties.setProperty(prefix + "MAX_SERVER_TRANSACTIONS", Integer.toString(config.serverTransactions()));
            return properties;
        }
    }
}
