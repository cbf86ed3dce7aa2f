package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.message.P2psipMessage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own spelling of each message, byte for byte. */
class GoldenTest {

    @ParameterizedTest
    @MethodSource("names")
    void isWrittenAsInTheFile(String name) {
        byte[] golden = Wire.resource("/golden/" + name + ".txt");

        byte[] bytes = Wire.encode(sample(name));

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(new String(golden, StandardCharsets.UTF_8));
        assertThat(bytes).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReadFromTheFile(String name) throws DecodeException {
        P2psipMessage message = Wire.decode(Wire.resource("/golden/" + name + ".txt"));

        assertThat(message).isEqualTo(sample(name));
    }

    @Test
    void thereIsOneForEveryMessageThatIsSent() {
        assertThat(Samples.all().values().stream().map(P2psipMessage::getClass).distinct())
                .hasSize(32);
    }

    static Set<String> names() {
        return Samples.all().keySet();
    }

    private static P2psipMessage sample(String name) {
        return Objects.requireNonNull(Samples.all().get(name));
    }
}
