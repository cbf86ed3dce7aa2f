package io.pigw.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {

    @Test
    void outsideACheckoutItIsUnknown(@TempDir Path folder) {
        assertThat(Commit.of(folder)).isEqualTo(Commit.UNKNOWN);
    }

    @Test
    void aFolderThatIsNotThereHasNone(@TempDir Path folder) {
        assertThat(Commit.of(folder.resolve("gone"))).isEqualTo(Commit.UNKNOWN);
    }
}
