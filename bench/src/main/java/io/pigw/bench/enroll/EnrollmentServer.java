package io.pigw.bench.enroll;

import io.pigw.bench.BenchException;
import io.pigw.bench.process.ChildProcess;
import io.pigw.bench.process.JavaCommand;
import io.pigw.bench.process.ProcessUsage;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** The enrollment server in a process of its own, with its defaults but for what is said. Blocks. */
public final class EnrollmentServer implements AutoCloseable {

    private static final String OVERLAY = "{name: p2p.example.net}";
    private static final String NAME = "enrollment";
    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration FOR_TOKENS = Duration.ofMinutes(5);

    private final ChildProcess process;
    private final Path directory;
    private final HostPort address;
    private final X509Certificate root;
    private final String published;
    private int files;

    private EnrollmentServer(ChildProcess process, Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        this.process = process;
        this.directory = directory;
        this.address = HostPort.parse(process.await(EnrollmentServerMain.READY, TO_START));
        this.root = Pem.readCertificates(Path.of(process.await(EnrollmentServerMain.TRUST, TO_START)))
                .getFirst();
        this.published = process.await(EnrollmentServerMain.PUBLISHED, TO_START);
    }

    /**
     * Where it listens; at any port where it says 0.
     *
     * @param est for EST
     * @param published for CRLs and OCSP answers
     */
    public record Places(HostPort est, HostPort published) {
        private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

        static final Places ANY = new Places(ANY_PORT, ANY_PORT);
    }

    /** @param settings further ones, YAML lines */
    static EnrollmentServer start(Path directory, String heap, String settings)
            throws IOException, InterruptedException, GeneralSecurityException {
        return start(directory, configuration(directory, OVERLAY, Places.ANY.est(), settings), heap);
    }

    /**
     * For the nodes of a whole overlay, whose IDs are the caller's to choose.
     *
     * @param directory for its database, keys and log
     * @param heap of its JVM, such as {@code 512m}
     * @param overlay its section of that name, in one line of YAML
     * @throws BenchException if it does not start
     */
    public static EnrollmentServer ofOverlay(Path directory, String heap, String overlay)
            throws IOException, InterruptedException, GeneralSecurityException {
        return ofOverlay(directory, heap, overlay, Places.ANY);
    }

    /** The same at places of the caller's choice. */
    public static EnrollmentServer ofOverlay(Path directory, String heap, String overlay, Places places)
            throws IOException, InterruptedException, GeneralSecurityException {
        return start(directory, configuration(directory, overlay, places), heap);
    }

    private static EnrollmentServer start(Path directory, Path configuration, String heap)
            throws IOException, InterruptedException, GeneralSecurityException {
        ChildProcess process = ChildProcess.start(
                NAME,
                JavaCommand.of(EnrollmentServerMain.class, heap, List.of(configuration.toString())),
                JavaCommand.quiet(),
                directory);
        try {
            return new EnrollmentServer(process, directory);
        } catch (RuntimeException | IOException | GeneralSecurityException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** Writes that of one for a whole overlay, with its database, in {@code db}, and its keys, in {@code ca}, beside it. */
    public static Path configuration(Path directory, String overlay, Places places) throws IOException {
        String publish = "publish: {listen: \"%s\"}".formatted(places.published());
        return configuration(directory, overlay, places.est(), EnrollBench.NO_LIMIT + publish);
    }

    private static Path configuration(Path directory, String overlay, HostPort est, String settings)
            throws IOException {
        return Files.writeString(directory.resolve(NAME + ".yaml"), """
                listen: "%1$s"
                names: [127.0.0.1]
                store: {directory: %2$s/db}
                ca: {directory: %2$s/ca, ceremony: automatic}
                overlay: %3$s
                %4$s
                """.formatted(est, directory, overlay, settings));
    }

    /** Where EST is served. */
    public HostPort address() {
        return address;
    }

    /** Where CRLs and OCSP answers are, where the settings say so. */
    HostPort published() {
        return HostPort.parse(published);
    }

    /** What its clients trust. */
    public X509Certificate root() {
        return root;
    }

    /** So many tokens, each of a user of its own. */
    List<String> tokens(int count) throws IOException, InterruptedException {
        Path file = directory.resolve("tokens-" + files++);
        process.say(EnrollmentServerMain.TOKENS + " " + count + " " + file);
        process.await(EnrollmentServerMain.TOKENS, FOR_TOKENS);
        return Files.readAllLines(file);
    }

    /** A token for each node, in their order. */
    public List<String> tokens(List<FixedNode> nodes) throws IOException, InterruptedException {
        Path wanted = directory.resolve("nodes-" + files);
        Files.write(wanted, nodes.stream().map(FixedNode::line).toList());
        Path file = directory.resolve("tokens-" + files++);
        process.say(EnrollmentServerMain.NODES + " " + wanted + " " + file);
        process.await(EnrollmentServerMain.TOKENS, FOR_TOKENS);
        return Files.readAllLines(file);
    }

    ProcessUsage usage() {
        return process.usage();
    }

    @Override
    public void close() {
        process.close();
    }
}
