package io.pigw.gateway.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesFileTest {

    private static final int GATEWAYS = 8;

    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void itIsMadeForItsOwnerAloneAndReadFromThenOn() throws IOException {
        Path file = directory.resolve("keys").resolve("names.secret");

        MessageNames made = NamesFile.open(file, random);
        MessageNames read = NamesFile.open(file, random);

        assertThat(read.fingerprint()).isEqualTo(made.fingerprint());
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files(directory.resolve("keys"))).containsExactly(file);
    }

    @Test
    void anotherGatewayHasAnotherUnlessItIsGivenTheFile() throws IOException {
        Path first = directory.resolve("first");
        String fingerprint = NamesFile.open(first, random).fingerprint();

        assertThat(NamesFile.open(directory.resolve("second"), random).fingerprint())
                .isNotEqualTo(fingerprint);
        Path given = Files.copy(first, directory.resolve("given"));
        Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("r--------"));
        assertThat(NamesFile.open(given, random).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void gatewaysThatMakeItAtOnceHaveTheSame() throws Exception {
        Path file = directory.resolve("names.secret");
        CountDownLatch all = new CountDownLatch(GATEWAYS);
        List<Future<String>> started = new ArrayList<>();
        try (ExecutorService gateways = Executors.newFixedThreadPool(GATEWAYS)) {
            for (int i = 0; i < GATEWAYS; i++) {
                started.add(gateways.submit(() -> {
                    all.countDown();
                    all.await();
                    return NamesFile.open(file, random).fingerprint();
                }));
            }
        }

        String one = started.getFirst().get();
        for (Future<String> each : started) {
            assertThat(each.get()).isEqualTo(one);
        }
        assertThat(files(directory)).containsExactly(file);
    }

    @Test
    void whatOthersCanReadIsRefusedWithTheRemedy() throws IOException {
        Path file = directory.resolve("names.secret");
        NamesFile.open(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> NamesFile.open(file, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00ff", "zz", "0 1"})
    void whatIsNoSecretIsRefusedWithTheRemedy(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("names.secret"), text.isEmpty() ? "" : text.repeat(32) + "x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> NamesFile.open(file, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " must hold 64 hexadecimal digits")
                .hasMessageContaining("copy it whole from another gateway, or delete it")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("00ff00ff"));
    }

    @Test
    void whereItCannotBeMadeTheKeyIsNamed() throws IOException {
        Path noFolder = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> NamesFile.open(noFolder.resolve("names.secret"), random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("delivery.secretFile");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
