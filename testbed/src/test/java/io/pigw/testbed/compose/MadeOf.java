package io.pigw.testbed.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether images are made of the jars and files that are in the repository now. */
final class MadeOf {

    static final String REMEDY = "make the images of what is here: ./pigw images, or ./pigw images --stand-in";

    /** Prints checksums and paths of all that an image may have of the repository. */
    private static final String LIST = "find /opt/pigw /usr/local/bin /etc/kamailio /etc/client -type f ! -name '*.aot'"
            + " -exec sha256sum {} + 2>/dev/null || true";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](/.*)");
    private static final Pattern SERVICE = Pattern.compile("/opt/pigw/([a-z]+)/service\\.jar");
    private static final Pattern LIBRARY = Pattern.compile("/opt/pigw/([a-z]+)/(lib/.*)");
    private static final Pattern DEMO = Pattern.compile("/etc/(?:kamailio/(.*)|(client/.*))");

    private final Path root;

    /** Of the repository in that folder. */
    MadeOf(Path root) {
        this.root = root;
    }

    /** What of an image is another than here, and the remedy; empty where all is the same. */
    Optional<String> differs(String image) {
        List<Matcher> lines = Docker.run("run", "--rm", "--network", "none", "--entrypoint", "bash", image, "-c", LIST)
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .toList();
        if (lines.isEmpty()) {
            return Optional.of("the image " + image + " has nothing of this repository: " + REMEDY);
        }
        return lines.stream()
                .filter(line -> !line.group(1).equals(sum(source(line.group(2)))))
                .map(line -> "the image " + image + " has another " + line.group(2) + " than "
                        + root.relativize(source(line.group(2))) + ": " + REMEDY)
                .findFirst();
    }

    private Path source(String path) {
        Matcher service = SERVICE.matcher(path);
        if (service.matches()) {
            return jar(module(service.group(1)));
        }
        Matcher library = LIBRARY.matcher(path);
        if (library.matches()) {
            return module(library.group(1)).resolve(library.group(2));
        }
        Path docker = root.resolve("docker");
        Matcher demo = DEMO.matcher(path);
        if (demo.matches()) {
            return demo.group(1) == null
                    ? docker.resolve(demo.group(2))
                    : docker.resolve("ims-core").resolve(demo.group(1));
        }
        Path name = Path.of(path).getFileName();
        return Stream.of("image", "client")
                .map(folder -> docker.resolve(folder).resolve(name))
                .filter(Files::exists)
                .findFirst()
                .orElse(docker.resolve("image").resolve(name));
    }

    private Path module(String image) {
        return root.resolve(image.equals("pigw") ? "cli" : image).resolve("target");
    }

    /** The one that the image is made of. */
    private static Path jar(Path target) {
        try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
            return files.filter(file -> file.getFileName().toString().matches("pigw-.*(?<!-tests)\\.jar"))
                    .findFirst()
                    .orElse(target.resolve("pigw.jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sum(Path file) {
        try {
            return Files.exists(file)
                    ? HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)))
                    : "not there";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
