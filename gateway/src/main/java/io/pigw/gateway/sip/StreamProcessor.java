package io.pigw.gateway.sip;

import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The stream socket of one transport, TCP or TLS, the connections that it accepted and those that were dialled. */
final class StreamProcessor extends SipProcessor {

    /** An answer that was brought to its client leaves the connection to nobody else for long. */
    private static final Duration ANSWER_IDLE = Duration.ofSeconds(32);

    private final Surroundings surroundings;
    private final SipLimits limits;
    private final ConnectionRules rules;
    private final SipMetrics metrics;
    private final Optional<TlsGate> tls;
    private final StackHandoff handoff;
    private final Ingress ingress;
    private final Admission admission;
    private final Set<Channel> accepted = ConcurrentHashMap.newKeySet();
    private final Dialled requests;
    private final Dialled answers;

    /** The RI's side of it. */
    record Place(InetAddress address, int port, SIPTransactionStack stack) {}

    StreamProcessor(
            Place place,
            Channel socket,
            Surroundings surroundings,
            SipLimits limits,
            ConnectionRules rules,
            Optional<TlsGate> tls) {
        super(
                place.address(),
                place.port(),
                tls.isPresent() ? "tls" : "tcp",
                place.stack(),
                socket,
                limits.headBytes() + limits.bodyBytes());
        this.surroundings = surroundings;
        this.limits = limits;
        this.rules = rules;
        this.metrics = surroundings.metrics();
        this.tls = tls;
        this.handoff = new StackHandoff(place.stack(), metrics);
        this.ingress = new Ingress(handoff, metrics);
        this.admission = new Admission(limits.connections(), rules);
        this.requests = new Dialled(rules.dialled());
        this.answers = new Dialled(rules.answering());
    }

    /** What a fresh connection on the listening socket is given. */
    ChannelHandler acceptor() {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel socket) {
                accept(socket);
            }
        };
    }

    private void accept(SocketChannel socket) {
        InetSocketAddress peer = socket.remoteAddress();
        Optional<String> refused = peer == null ? Optional.of("gone") : admission.enter(peer.getAddress());
        if (peer == null || refused.isPresent()) {
            metrics.count(SipMetrics.CONNECTIONS, refused.orElse("gone"));
            var _ = socket.close();
            return;
        }
        accepted.add(socket);
        socket.closeFuture().addListener(_ -> {
            accepted.remove(socket);
            admission.leave(peer.getAddress());
        });
        StreamChannel channel = new StreamChannel(
                this,
                socket.eventLoop().newSucceededFuture(socket),
                peer,
                handoff,
                rules.trusted().test(peer.getAddress()) ? limits.pendingBytes() : limits.pendingBytesOfStranger());
        Optional<String> noHandshake = tls.flatMap(gate -> gate.accept(socket, channel));
        if (noHandshake.isPresent()) {
            metrics.count(SipMetrics.CONNECTIONS, "handshakes_" + noHandshake.get());
            var _ = socket.close();
            return;
        }
        metrics.count(SipMetrics.CONNECTIONS, "accepted");
        furnish(socket, channel, rules.idleTimeout(), Optional.empty());
    }

    private void furnish(SocketChannel socket, StreamChannel channel, Duration idle, Optional<Duration> keepAlive) {
        StreamFramer framer = new StreamFramer(limits, rules.messageTimeout().toMillis());
        socket.pipeline()
                .addLast(new IdleStateHandler(0, 0, idle.toMillis(), TimeUnit.MILLISECONDS))
                .addLast(framer);
        keepAlive.ifPresent(
                pause -> socket.pipeline().addLast(new KeepAlive(framer, pause, surroundings.random(), metrics)));
        socket.pipeline()
                .addLast(new StreamHandler(
                        channel, ingress, metrics, rules.messageTimeout().toMillis()));
    }

    @Override
    MessageChannel channelTo(InetSocketAddress peer) {
        return new NextHopChannel(this, peer, handoff);
    }

    /** The connection for a request of ours. Only one that we dialled: who dialled us has not shown that he is our next hop. */
    StreamChannel connection(InetSocketAddress peer, String serverName) throws IOException {
        if (isSecure() && serverName.isEmpty()) {
            throw new IOException("TLS needs the name that the server's certificate must prove");
        }
        return requests.to(
                        new Dialled.Target(peer, isSecure() ? serverName : ""),
                        target -> dial(target, requests, rules.idleTimeout(), rules.keepAlive()))
                .orElseThrow(this::tooMany);
    }

    /** Brings an answer to a client whose connection is gone; only the address that it came from is dialled. */
    void answerElsewhere(byte[] answer, InetSocketAddress from) throws IOException {
        if (!socket().isActive()) {
            throw new IOException("closed");
        }
        int end = HeadEnd.find(answer);
        SipHead head = new HeadScanner(limits).scan(answer, Math.max(end, 0)).head();
        Dialled.Target target = AnswerRoute.of(head, from, isSecure())
                .orElseThrow(() -> new IOException("the answer has no Via to follow"));
        StreamChannel channel = requests.existing(target)
                .or(() -> answers.to(target, to -> dial(to, answers, ANSWER_IDLE, Optional.empty())))
                .orElseThrow(this::tooMany);
        channel.write(answer, target.peer());
        metrics.count(SipMetrics.CONNECTIONS, "answered_elsewhere");
    }

    /** An answer was given up. */
    void unsendable() {
        metrics.count(SipMetrics.DROPPED, "unsendable_answer");
    }

    /** More waits on a connection than may. */
    void unread() {
        metrics.count(SipMetrics.CONNECTIONS, "unread");
    }

    private IOException tooMany() {
        metrics.count(SipMetrics.CONNECTIONS, "dialled_full");
        return new IOException("too many connections");
    }

    private StreamChannel dial(Dialled.Target target, Dialled registry, Duration idle, Optional<Duration> keepAlive) {
        Promise<Channel> opened = surroundings.loops().next().newPromise();
        StreamChannel channel = new StreamChannel(this, opened, target.peer(), handoff, limits.pendingBytes());
        metrics.count(SipMetrics.CONNECTIONS, "dialled");
        new Bootstrap()
                .group(surroundings.loops().group())
                .channel(surroundings.loops().socketChannel())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(rules.connectTimeout().toMillis()))
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.closeFuture().addListener(_ -> registry.remove(target, channel));
                        tls.ifPresent(gate -> gate.dial(socket, channel, target, opened));
                        furnish(socket, channel, idle, keepAlive);
                    }
                })
                .connect(target.peer())
                .addListener((ChannelFuture done) -> {
                    if (!done.isSuccess()) {
                        registry.remove(target, channel);
                        opened.tryFailure(done.cause());
                    } else if (tls.isEmpty()) {
                        opened.trySuccess(done.channel());
                    }
                });
        return channel;
    }

    /** Connections accepted and dialled. Any thread. */
    int openConnections() {
        return admission.size() + requests.size() + answers.size();
    }

    @Override
    public void stop() {
        super.stop();
        for (Channel connection : accepted) {
            var _ = connection.close();
        }
        requests.all().forEach(StreamChannel::close);
        answers.all().forEach(StreamChannel::close);
    }
}
