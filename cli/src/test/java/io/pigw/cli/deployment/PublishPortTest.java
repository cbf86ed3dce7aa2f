package io.pigw.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.cli.UserError;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishPortTest {

    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    private Path directory;

    @Test
    void isTheSameAtTheNextStart() {
        Path file = directory.resolve("enrollment/publish.port");

        PublishPort first = PublishPort.choose(LOOPBACK, file);
        first.keep();

        assertThat(PublishPort.choose(LOOPBACK, file)).isEqualTo(first);
        assertThat(file).hasContent(first.address().port() + "");
    }

    @Test
    void isWrittenByWhoKeepsItAlone() {
        Path file = directory.resolve("enrollment/publish.port");

        PublishPort chosen = PublishPort.choose(LOOPBACK, file);

        assertThat(file.getParent()).doesNotExist();
        chosen.keep();
        assertThat(file).hasContent(chosen.address().port() + "");
    }

    @Test
    void isAnotherOneOnceSomethingElseHasIt() throws Exception {
        Path file = directory.resolve("publish.port");
        int first = kept(file);
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            int second = kept(file);

            assertThat(second).isNotEqualTo(first);
            assertThat(file).hasContent(second + "");
        }
    }

    @Test
    void saysWhichFileIsNoPort() throws Exception {
        Path file = Files.writeString(directory.resolve("publish.port"), "http");

        assertThatThrownBy(() -> PublishPort.choose(LOOPBACK, file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file + " should hold the port");
    }

    private static int kept(Path file) {
        PublishPort port = PublishPort.choose(LOOPBACK, file);
        port.keep();
        return port.address().port();
    }
}
