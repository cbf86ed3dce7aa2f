package io.pigw.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFilesTest {

    @TempDir
    private Path directory;

    private final NodeIdentity bob = TestPki.create().issue(Role.PEER, 586, "bob@p2p.example.net");

    @Test
    void whatIsSavedIsLoadedAgain() throws IOException {
        IdentityFiles files = IdentityFiles.in(directory.resolve("keys"));
        assertThat(files.exist()).isFalse();

        files.save(bob);
        NodeIdentity loaded = files.load();

        assertThat(files.exist()).isTrue();
        assertThat(loaded.certificate()).isEqualTo(bob.certificate());
        assertThat(loaded.chain()).isEqualTo(bob.chain());
        assertThat(loaded.trustAnchors()).isEqualTo(bob.trustAnchors());
        assertThat(loaded.key().getEncoded()).isEqualTo(bob.key().getEncoded());
    }

    @Test
    void theKeyIsForItsOwnerAlone() throws IOException {
        IdentityFiles files = IdentityFiles.in(directory);

        files.save(bob);
        files.save(bob);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
        try (var left = Files.list(directory)) {
            assertThat(left).hasSize(3);
        }
    }

    @Test
    void aMissingOrBrokenFileIsNamed() throws IOException {
        IdentityFiles files = IdentityFiles.in(directory);
        files.save(bob);

        Files.writeString(files.key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(files::load).isInstanceOf(IOException.class).hasMessageContaining("key.pem");

        Files.writeString(files.key(), "nothing");
        assertThatThrownBy(files::load).hasMessageContaining("no PEM block PRIVATE KEY");

        Files.delete(files.key());
        assertThatThrownBy(files::load).hasMessageContaining("key.pem");
    }

    @Test
    void anIdentityTellsNoKey() {
        assertThat(bob.toString())
                .contains("586")
                .doesNotContain(Bytes.copyOf(bob.key().getEncoded()).toHex());
        assertThat(bob).hasToString("NodeIdentity[PEER 586@p2p.example.net]");
    }
}
