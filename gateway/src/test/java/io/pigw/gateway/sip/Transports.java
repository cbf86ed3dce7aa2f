package io.pigw.gateway.sip;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/** Transports with everything, and requests of theirs. */
final class Transports {

    private Transports() {}

    static SipTransport open(SipTransportConfig config, Loops loops, SipMetrics metrics) {
        try {
            return SipTransport.open(
                    config, new Surroundings(loops, metrics, InstantSource.system(), new SplittableRandom(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An OPTIONS of ours to the hop. */
    static OutgoingRequest.Plan options(
            SipTransport transport, InetSocketAddress hop, String by, String serverName, String branch) {
        HostPort advertised = transport.advertised(by);
        String head = "OPTIONS sip:core.example.net SIP/2.0\r\n"
                + "Via: SIP/2.0/" + by + " " + advertised + ";branch=z9hG4bK" + branch + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:pigw@ims.example.net>;tag=f" + branch + "\r\n"
                + "To: <sip:core.example.net>\r\n"
                + "Call-ID: call-" + branch + "\r\n"
                + "CSeq: 1 OPTIONS\r\n";
        byte[] wire = (head + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return new OutgoingRequest.Plan(head, Bytes.copyOf(wire), hop, by, serverName, 500);
    }

    /** Remembers what became of a request. */
    static final class Fate implements ClientEvents {
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void onResponse(int status, SipHead head) {
            events.add("status " + status);
        }

        @Override
        public void onTimeout() {
            events.add("timeout");
        }

        @Override
        public void onSendFailure(SendFailure failure) {
            events.add(failure.name());
        }

        @Override
        public void onTerminated() {
            // not looked at
        }
    }
}
