package io.pigw.testbed.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where Docker is required, that it is missing fails the build here, whatever other tests are skipped. */
@Tag("compose")
class DockerIsUsableTest {

    @Test
    void dockerIsUsableWhereItIsRequired() {
        assumeTrue(DockerNeeds.isRequired(), "Docker is not required: REQUIRE_DOCKER=true");

        assertThat(DockerNeeds.missing()).isEmpty();
    }
}
