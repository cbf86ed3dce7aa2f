package io.pigw.bench.faults;

import io.pigw.bench.enroll.EnrollmentServer;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.bench.scale.ScaleRing;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * The enrollment server of all overlays of a run, which have the same certificates: it has enrolled their nodes, and each overlay runs
 * a copy of it, at the same address. It publishes the lists of revoked certificates, without which no link opens. Blocks.
 */
final class FaultedEnrollment {

    private final Path directory;
    private final String overlay;
    private final EnrollmentServer.Places places;

    private FaultedEnrollment(Path directory, String overlay, EnrollmentServer.Places places) {
        this.directory = directory;
        this.overlay = overlay;
        this.places = places;
    }

    /**
     * Enrolls the nodes.
     *
     * @param directory for database, keys and log
     * @param done told how many are
     */
    static FaultedEnrollment of(
            List<FixedNode> nodes, OverlayFiles files, FixedPorts ports, Path directory, String heap, IntConsumer done)
            throws IOException, InterruptedException, GeneralSecurityException {
        FaultedEnrollment enrollment = new FaultedEnrollment(
                directory,
                OverlayFiles.section(ScaleRing.BITS, nodes),
                new EnrollmentServer.Places(ports.next(), ports.next()));
        try (EnrollmentServer server =
                        EnrollmentServer.ofOverlay(directory, heap, enrollment.overlay, enrollment.places);
                Environment environment = Environment.create(1)) {
            files.enroll(server, nodes, environment, done);
        }
        return enrollment;
    }

    /** Where EST is. */
    HostPort est() {
        return places.est();
    }

    /** Copies all that it knows to a folder that is made; the copy's configuration. */
    Path copyTo(Path folder) throws IOException {
        for (Path part : List.of(Path.of("db"), Path.of("ca"), Path.of("ca.password"))) {
            copy(directory.resolve(part), folder.resolve(part));
        }
        return EnrollmentServer.configuration(folder, overlay, places);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Path copy = to.resolve(from.relativize(one));
                if (Files.isDirectory(one)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(one, copy);
                }
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(one));
            }
        }
    }
}
