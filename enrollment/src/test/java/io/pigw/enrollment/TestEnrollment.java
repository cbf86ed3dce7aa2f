package io.pigw.enrollment;

import io.pigw.enrollment.EnrollmentConfig.Ca;
import io.pigw.enrollment.EnrollmentConfig.Overlay;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** A real server on loopback with its own environment; can be restarted on the same files. */
final class TestEnrollment implements AutoCloseable {

    static final String OVERLAY = "p2p.example.net";

    final SettableClock clock = new SettableClock();
    final Environment environment = Environment.create(1, clock);
    private final EnrollmentConfig config;
    private Enrollment server;

    TestEnrollment(Path directory, int ringBits, long... reserved) throws Exception {
        config = new EnrollmentConfig(
                new HostPort("127.0.0.1", 0),
                List.of(),
                new StoreConfig(directory.resolve("db")),
                new Ca(directory.resolve("ca"), Duration.ofDays(30)),
                new Overlay(
                        OVERLAY,
                        ringBits,
                        LongStream.of(reserved).mapToObj(NodeId::of).toList()),
                new HostPort("127.0.0.1", 0));
        server = Enrollment.start(config, environment);
    }

    Enrollment server() {
        return server;
    }

    EstClient client() throws Exception {
        return EstClient.trusting(server.est(), Set.of(server.root()), environment.verifiers(), environment.random());
    }

    void restart() throws Exception {
        server.close();
        server = Enrollment.start(config, environment);
    }

    @Override
    public void close() {
        server.close();
        environment.close();
    }
}
