package io.pigw.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.runtime.identity.FileReplacement.Step;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileReplacementTest {

    @TempDir
    private Path directory;

    private final TestPki pki = TestPki.create();
    private final NodeIdentity before = pki.issue(Role.PEER, 586, "bob@p2p.example.net");
    private final NodeIdentity after = pki.issue(Role.PEER, 586, "bob@p2p.example.net");
    private IdentityFiles files;

    @BeforeEach
    void save() throws IOException {
        files = IdentityFiles.in(directory);
        files.save(before);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void whatIsCutShortAfterAnyStepIsTheOldOrTheNew(Step last) throws Exception {
        stopAfter(last, after);

        NodeIdentity loaded = files.load();

        NodeIdentity expected = last == Step.KEY_ASIDE ? before : after;
        assertThat(loaded.certificate()).isEqualTo(expected.certificate());
        assertThat(loaded.key().getEncoded()).isEqualTo(expected.key().getEncoded());
        assertThat(files.load().certificate()).isEqualTo(expected.certificate());
        assertOnlyThreeFilesWithTheKeyClosed();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void theNextReplacementGoesThroughWhateverBecameOfTheLast(Step last) throws Exception {
        NodeIdentity third = pki.issue(Role.PEER, 586, "bob@p2p.example.net");
        stopAfter(last, after);

        files.replace(third);

        assertThat(files.load().certificate()).isEqualTo(third.certificate());
        assertOnlyThreeFilesWithTheKeyClosed();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void evenWhatIsCutShortTwiceIsAPair(Step last) throws Exception {
        NodeIdentity third = pki.issue(Role.PEER, 586, "bob@p2p.example.net");
        for (Step first : Step.values()) {
            files.save(before);
            stopAfter(first, after);
            stopAfter(last, third);

            assertThat(List.of(before.certificate(), after.certificate(), third.certificate()))
                    .contains(files.load().certificate());
        }
    }

    @Test
    void aKeyThatDoesNotGoWithTheCertificateIsRefused() throws Exception {
        Pem.writeKey(files.key(), after.key());

        assertThatThrownBy(files::load).isInstanceOf(IOException.class).hasMessageContaining("do not belong together");
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(files::load).isInstanceOf(IOException.class).hasMessageContaining("chmod 600");
    }

    private void stopAfter(Step last, NodeIdentity next) {
        FileReplacement replacement = new FileReplacement(files.key(), files.chain());
        assertThatThrownBy(() -> replacement.replaceBy(next, step -> {
                    if (step == last) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
    }

    private void assertOnlyThreeFilesWithTheKeyClosed() throws IOException {
        try (var left = Files.list(directory)) {
            assertThat(left).hasSize(3);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
    }
}
