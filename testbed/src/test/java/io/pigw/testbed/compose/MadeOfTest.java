package io.pigw.testbed.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of other jars or files than those here are told from the right ones. */
@Tag("compose")
class MadeOfTest {

    @BeforeAll
    static void require() {
        DockerNeeds.requireAll();
    }

    @Test
    void anImageOfOtherJarsIsNamedWithTheRemedy(@TempDir Path elsewhere) {
        assertThat(Images.names())
                .isNotEmpty()
                .allSatisfy(image -> assertThat(new MadeOf(elsewhere).differs(image))
                        .hasValueSatisfying(what -> assertThat(what).contains(image, " has another /", MadeOf.REMEDY)));
    }
}
