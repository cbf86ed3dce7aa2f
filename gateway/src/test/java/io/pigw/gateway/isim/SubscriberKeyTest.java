package io.pigw.gateway.isim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubscriberKeyTest {

    private static final TestSet SET = TestSet.of(4);

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void readsOpAndOpc() throws Exception {
        Milenage byOp = SubscriberKey.read(write(
                "# of sip:pigw@ims.example.net\nK=" + SET.key().toHex() + "\nop = "
                        + SET.op().toHex() + "\n",
                "rw-------"));
        Milenage byOpc = SubscriberKey.read(
                write("k=" + SET.key().toHex() + "\nOPc=" + SET.opc().toHex() + "\n", "r--------"));

        assertThat(byOp.f2(SET.rand())).isEqualTo(SET.f2());
        assertThat(byOpc.f2(SET.rand())).isEqualTo(SET.f2());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void refusesAFileThatOthersReach(String mode) throws Exception {
        Path file = write("k=" + SET.key().toHex() + "\nop=" + SET.op().toHex() + "\n", mode);

        assertThatThrownBy(() -> SubscriberKey.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k=%K",
                "op=%O",
                "k=%K\nop=%O\nopc=%O",
                "k=%K\nk=%K\nop=%O",
                "k=%Kff\nop=%O",
                "k=xx\nop=%O",
                "k=%K\nop=%O\namd=1"
            })
    void refusesWhatIsNotAKeyWithoutRepeatingIt(String text) throws Exception {
        String key = SET.key().toHex();
        Path file = write(text.replace("%K", key).replace("%O", SET.op().toHex()), "rw-------");

        assertThatThrownBy(() -> SubscriberKey.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .message()
                .doesNotContain(key, SET.op().toHex());
    }

    private Path write(String text, String mode) throws IOException {
        Path file = Files.createTempFile(directory, "isim", ".key");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
