package io.pigw.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {

    @TempDir
    private Path folder = Path.of("none");

    @Test
    void aCheckoutHasTheJarWhereItIsBuilt() throws Exception {
        Path target = Files.createDirectories(folder.resolve("cli/target"));
        Path jar = built(target, "pigw-cli-0.1.0.jar");

        Build build = Build.in(folder);

        assertThat(build.classPath()).isEqualTo(jar.toString());
        assertThat(JavaCommand.of(build, BuildTest.class, "64m", List.of("x")))
                .containsSequence("-cp", jar.toString(), BuildTest.class.getName(), "x");
    }

    @Test
    void aDistributionHasTheJarInItself() throws Exception {
        Path jar = built(folder, "pigw-cli-0.2.0.jar");

        assertThat(Build.in(folder).classPath()).isEqualTo(jar.toString());
    }

    @Test
    void aFolderThatWasNotBuiltIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> Build.in(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no build in " + folder)
                .hasMessageEndingWith("A checkout builds itself with: " + folder + "/pigw --version");
    }

    @Test
    void oneOfSeveralIsNotGuessed() throws Exception {
        built(folder, "pigw-cli-0.1.0.jar");
        built(folder, "pigw-cli-0.2.0.jar");

        assertThatThrownBy(() -> Build.in(folder)).hasMessageContaining("there are several builds in " + folder);
    }

    private static Path built(Path folder, String jar) throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        return Files.createFile(folder.resolve(jar));
    }
}
