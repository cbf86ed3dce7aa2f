package io.pigw.bench.faults;

import io.pigw.bench.enroll.EnrollmentServerMain;
import io.pigw.bench.server.ServerKind;
import io.pigw.bench.server.ServerMain;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process of the overlay is; in the order of a start, and of an upgrade. */
enum FaultedService {
    /** The enrollment server. */
    ENROLLMENT,

    /** An opinion server. */
    SOS,

    /** A CSP. */
    CSP,

    /** A gateway. */
    GATEWAY,

    /** Peers. */
    PEERS;

    /** What runs it. */
    Class<?> main() {
        return this == ENROLLMENT ? EnrollmentServerMain.class : ServerMain.class;
    }

    /** What that is given. */
    List<String> arguments(List<Path> configs) {
        Stream<String> files = configs.stream().map(Path::toString);
        return switch (this) {
            case ENROLLMENT -> files.toList();
            case SOS -> of(ServerKind.SOS, files);
            case CSP -> of(ServerKind.PROXY, files);
            case GATEWAY -> of(ServerKind.GATEWAY, files);
            case PEERS -> of(ServerKind.PEERS, files);
        };
    }

    private static List<String> of(ServerKind kind, Stream<String> files) {
        return Stream.concat(Stream.of(kind.name()), files).toList();
    }
}
