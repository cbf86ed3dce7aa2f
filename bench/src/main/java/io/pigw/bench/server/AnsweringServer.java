package io.pigw.bench.server;

import io.pigw.gateway.as.Answer;
import io.pigw.gateway.as.ApplicationServer;
import io.pigw.gateway.as.AsConfig;
import io.pigw.gateway.as.AsPorts;
import io.pigw.gateway.as.MessageAcceptor;
import io.pigw.gateway.as.TrustDomain;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The application server and nothing behind it. */
final class AnsweringServer implements MeasuredServer {

    private static final Answer OK = Answer.of(200, "OK");

    private final SipTransport transport;

    private AnsweringServer(SipTransport transport) {
        this.transport = transport;
    }

    /** Answers at once. */
    static AnsweringServer start(Environment environment) throws IOException {
        return start(environment, _ -> CompletableFuture.completedFuture(OK));
    }

    /** Answers as the acceptor says. */
    static AnsweringServer start(Environment environment, MessageAcceptor acceptor) throws IOException {
        SipTransport transport = SipTransport.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty()),
                environment.loops(),
                SipMetrics.NONE);
        ApplicationServer.serve(
                transport,
                AsConfig.of(TrustDomain.of(List.of("127.0.0.1"))),
                new AsPorts(acceptor, null, environment.clock(), environment.random()),
                SipMetrics.NONE);
        return new AnsweringServer(transport);
    }

    @Override
    public HostPort address() {
        return transport.local();
    }

    @Override
    public int pending() {
        return 0;
    }

    @Override
    public void close() {
        transport.close();
    }
}
