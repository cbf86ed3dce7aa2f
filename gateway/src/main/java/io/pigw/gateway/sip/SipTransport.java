package io.pigw.gateway.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.netty.util.NetUtil;
import io.pigw.gateway.sip.tls.TlsIdentity;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TooManyListenersException;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipProvider;

/**
 * The IMS side's sockets and transactions: UDP and TCP on one port and, where it is configured, TLS on another, on event loops that
 * are handed in. Opening and closing block for some milliseconds and must not be done on an event loop.
 */
public final class SipTransport implements AutoCloseable {

    private final SipTransportConfig config;
    private final Surroundings surroundings;
    private final BoundSockets sockets;
    private final Optional<TlsIdentity> identity;
    private final Optional<TlsWatch> watch;
    private final StackThreads threads = new StackThreads();
    private final SipStackImpl stack;
    private final StackListener listener;
    private final List<StreamProcessor> streams = new CopyOnWriteArrayList<>();
    private final SipProvider provider;

    private SipTransport(
            SipTransportConfig config, Surroundings surroundings, BoundSockets sockets, Optional<TlsIdentity> identity)
            throws SipException {
        this.config = config;
        this.surroundings = surroundings;
        this.sockets = sockets;
        this.identity = identity;
        this.listener = new StackListener(surroundings.metrics());
        this.stack = threads.start(StackProperties.of(config));
        try {
            this.provider = start();
        } catch (SipException | InvalidArgumentException | TooManyListenersException | RuntimeException e) {
            threads.stop(stack);
            throw new SipException("the listening points could not be made", e);
        }
        this.watch = identity.map(files -> new TlsWatch(files, surroundings.metrics()));
    }

    /**
     * Binds and starts. Requests that come before {@link #onRequest} get 503.
     *
     * @throws IOException if a port is taken, the files of TLS cannot be used, or the stack does not start
     */
    public static SipTransport open(SipTransportConfig config, Surroundings surroundings) throws IOException {
        Optional<TlsIdentity> identity = config.tls().isEmpty()
                ? Optional.empty()
                : Optional.of(TlsIdentity.open(config.tls().get(), surroundings.clock()));
        try {
            BoundSockets sockets = BoundSockets.bind(surroundings.loops(), config);
            try {
                SipTransport transport = new SipTransport(config, surroundings, sockets, identity);
                transport.watch();
                return transport;
            } catch (SipException | RuntimeException e) {
                sockets.close();
                throw new IOException("the SIP stack does not start", e);
            }
        } catch (IOException e) {
            identity.ifPresent(TlsIdentity::close);
            throw e;
        }
    }

    /** Over UDP and TCP alone, and without pings, which need neither clock nor chance. */
    public static SipTransport open(SipTransportConfig config, Loops loops, SipMetrics metrics) throws IOException {
        if (config.tls().isPresent()) {
            throw new IllegalArgumentException("TLS needs a clock");
        }
        SipTransportConfig quiet = config.withConnections(config.connections().withKeepAlive(Optional.empty()));
        return open(quiet, new Surroundings(loops, metrics, () -> Instant.EPOCH, new SplittableRandom(0)));
    }

    private SipProvider start() throws SipException, InvalidArgumentException, TooManyListenersException {
        stack.setMessageProcessorFactory((SIPTransactionStack owner, InetAddress address, int port, String transport) ->
                processor(new StreamProcessor.Place(address, port, owner), transport));
        String host = config.address().getHostAddress();
        SipProvider made =
                stack.createSipProvider(stack.createListeningPoint(host, sockets.port(), ListeningPoint.UDP));
        made.addListeningPoint(stack.createListeningPoint(host, sockets.port(), ListeningPoint.TCP));
        if (config.tls().isPresent() && sockets.tls().isPresent()) {
            String tlsHost =
                    SipTransportConfig.address(config.tls().get().listen()).getHostAddress();
            made.addListeningPoint(
                    stack.createListeningPoint(tlsHost, sockets.tls().get().port(), ListeningPoint.TLS));
        }
        made.addSipListener(listener);
        return made;
    }

    private MessageProcessor processor(StreamProcessor.Place place, String transport) {
        if (transport.equalsIgnoreCase(ListeningPoint.UDP)) {
            return new UdpProcessor(
                    place.address(),
                    place.port(),
                    place.stack(),
                    sockets.datagram(),
                    config.limits(),
                    surroundings.metrics());
        }
        boolean secure = transport.equalsIgnoreCase(ListeningPoint.TLS);
        ListeningSocket socket = secure ? sockets.tls().orElseThrow() : sockets.stream();
        Optional<TlsGate> gate = secure
                ? Optional.of(new TlsGate(
                        identity.orElseThrow(),
                        config.tls().orElseThrow().maxHandshakes(),
                        config.connections(),
                        surroundings.metrics()))
                : Optional.empty();
        StreamProcessor streamed =
                new StreamProcessor(place, socket.channel(), surroundings, config.limits(), config.connections(), gate);
        socket.acceptor().set(streamed.acceptor());
        streams.add(streamed);
        return streamed;
    }

    private void watch() {
        surroundings.metrics().gauge(SipMetrics.OPEN_CONNECTIONS, this::openConnections);
        watch.ifPresent(files ->
                files.start(surroundings.loops(), config.tls().orElseThrow().reload()));
    }

    private int openConnections() {
        return streams.stream().mapToInt(StreamProcessor::openConnections).sum();
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

    /** The bound address with the real port of UDP and TCP. */
    public HostPort local() {
        return new HostPort(text(config.address()), sockets.port());
    }

    /** The bound address with the real port of TLS; empty where TLS is not spoken. */
    public Optional<HostPort> localTls() {
        return sockets.tls()
                .map(socket -> new HostPort(
                        text(SipTransportConfig.address(
                                config.tls().orElseThrow().listen())),
                        socket.port()));
    }

    /** What Via says over UDP and TCP. */
    public HostPort advertised() {
        return new HostPort(
                config.advertisedHost().orElse(text(config.address())),
                config.advertisedPort().orElse(sockets.port()));
    }

    /** Whether requests can be sent over {@code UDP}, {@code TCP} or {@code TLS}. */
    public boolean speaks(String transport) {
        return switch (transport) {
            case Source.UDP, Source.TCP -> true;
            case Source.TLS -> sockets.tls().isPresent();
            default -> false;
        };
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
        return transport.equals(Source.TLS) ? advertisedTls() : advertised();
    }

    private HostPort advertisedTls() {
        HostPort local = localTls().orElseThrow();
        Integer port = config.tls().orElseThrow().advertisedPort();
        return new HostPort(config.advertisedHost().orElse(local.host()), port == null ? local.port() : port);
    }

    private static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    /** Server transactions under way, or kept for retransmissions. Any thread. */
    public int serverTransactions() {
        return stack.getServerTransactionTableSize();
    }

    @Override
    public void close() {
        threads.stop(stack);
        sockets.close();
        watch.ifPresent(TlsWatch::close);
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
