package io.pigw.testbed.compose;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** What the tests of the compose file need of the machine. */
final class DockerNeeds {

    private static final String REMEDY = "on Debian 12: docker/stand-in/install-docker && docker/stand-in/make";

    private DockerNeeds() {}

    /** Whether a machine without Docker fails the tests: {@code REQUIRE_DOCKER=true} or {@code -Drequire.tools=true}. */
    static boolean isRequired() {
        return "true".equals(System.getenv("REQUIRE_DOCKER")) || Boolean.getBoolean("require.tools");
    }

    /** Goes on where Compose v2 is installed; no daemon is needed. Else skips the test, or fails it where Docker is required. */
    static void requireCompose() {
        require(composeMissing());
    }

    /** Goes on where Docker, Compose v2 and images to build on are there. Else skips the test, or fails it as above. */
    static void requireAll() {
        require(missing());
    }

    /** What is missing for {@link #requireAll}, with the remedy. */
    static Optional<String> missing() {
        return composeMissing()
                .or(DockerNeeds::daemonMissing)
                .or(DockerNeeds::imagesMissing)
                .or(DockerNeeds::productMissing);
    }

    private static void require(Optional<String> missing) {
        if (missing.isPresent() && isRequired()) {
            fail(missing.get());
        }
        missing.ifPresent(what -> System.err.println("SKIPPED: " + what));
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    private static Optional<String> composeMissing() {
        return isInstalled() && composeVersion().matches("v?([2-9]|[1-9][0-9])\\..*")
                ? Optional.empty()
                : Optional.of("docker compose 2 is not installed: " + REMEDY);
    }

    private static boolean isInstalled() {
        try {
            Docker.call("--version");
            return true;
        } catch (UncheckedIOException notThere) {
            return false;
        }
    }

    private static String composeVersion() {
        return Docker.call("compose", "version", "--short").output().strip();
    }

    private static Optional<String> daemonMissing() {
        if (Docker.call("info").code() != 0) {
            return Optional.of("no Docker daemon answers: " + REMEDY);
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("Testcontainers cannot use Docker here: see its log");
    }

    private static Optional<String> imagesMissing() {
        return BaseImages.find().isPresent()
                ? Optional.empty()
                : Optional.of("no images to build on are here: docker/stand-in/make");
    }

    private static Optional<String> productMissing() {
        return Images.missing();
    }
}
