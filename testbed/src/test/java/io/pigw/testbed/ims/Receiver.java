package io.pigw.testbed.ims;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.testbed.sipp.Sipp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A registered user that takes messages, at a port of its own. */
final class Receiver implements AutoCloseable {

    private static final int SECONDS = 300;

    private final Sipp server;

    private Receiver(Sipp server) {
        this.server = server;
    }

    /** Takes so many by UDP. */
    static Receiver udp(ImsUser user, Path registering, Path receiving, int messages)
            throws IOException, InterruptedException {
        return start(user, registering, receiving, messages, "u1", "");
    }

    /** Takes one by TCP. */
    static Receiver tcp(ImsUser user, Path registering, Path receiving) throws IOException, InterruptedException {
        return start(user, registering, receiving, 1, "t1", ";transport=tcp");
    }

    private static Receiver start(
            ImsUser user, Path registering, Path receiving, int messages, String transport, String parameter)
            throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> options = new ArrayList<>(List.of("-i", "127.0.0.1", "-p", String.valueOf(port)));
        options.addAll(List.of("-t", transport, "-m", String.valueOf(messages), "-trace_msg"));
        options.addAll(List.of("-timeout", "50s", "-timeout_error"));
        Sipp server = Sipp.start(receiving, "uas-message", options);
        String contact = "sip:" + user.name() + "@127.0.0.1:" + port + parameter;
        assertThat(user.register(registering, contact, SECONDS)).isZero();
        return new Receiver(server);
    }

    /** Waits for the messages; all that came and went over the wire. */
    String received() throws InterruptedException {
        assertThat(server.exitCode()).as(server.log(".out")).isZero();
        return server.log("_messages.log");
    }

    @Override
    public void close() {
        server.close();
    }
}
