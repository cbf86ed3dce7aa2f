package io.pigw.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.cli.UserError;
import io.pigw.p2psip.HostPort;
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

        HostPort first = PublishPort.of(LOOPBACK, file);

        assertThat(PublishPort.of(LOOPBACK, file)).isEqualTo(first);
        assertThat(file).hasContent(first.port() + "");
    }

    @Test
    void isAnotherOneOnceSomethingElseHasIt() throws Exception {
        Path file = directory.resolve("publish.port");
        HostPort first = PublishPort.of(LOOPBACK, file);
        try (ServerSocket taken = new ServerSocket(first.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            HostPort second = PublishPort.of(LOOPBACK, file);

            assertThat(second.port()).isNotEqualTo(first.port());
            assertThat(file).hasContent(second.port() + "");
        }
    }

    @Test
    void saysWhichFileIsNoPort() throws Exception {
        Path file = Files.writeString(directory.resolve("publish.port"), "http");

        assertThatThrownBy(() -> PublishPort.of(LOOPBACK, file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file + " should hold the port");
    }
}
