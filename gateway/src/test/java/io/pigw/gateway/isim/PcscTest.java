package io.pigw.gateway.isim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ISIM on a card through PC/SC: pcscd and a virtual reader, all of them foreign but the card. */
final class PcscTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestSet SET = TestSet.of(3);
    private static final HomeNetwork HOME = new HomeNetwork(SET.key(), SET.op());

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void authenticatesWithACardThatComesAndGoes() throws Exception {
        Path pin = Files.writeString(directory.resolve("pin"), VirtualUicc.PIN);
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        VirtualUicc card =
                new VirtualUicc(TestIsims.of(SET, CardIsimTest.IDENTITY, directory.resolve("card")), true, true);
        try (Pcscd pcscd = Pcscd.start(directory);
                CardIsim isim = CardIsim.of("Virtual PCD", pin)) {
            assertThatThrownBy(isim::identity).hasMessageContaining("insert the ISIM");
            assertThatThrownBy(CardIsim.of("Another", null)::identity).hasMessageContaining("Virtual PCD 00 00");

            try (VpcdCard _ = new VpcdCard(pcscd.port(), card)) {
                awaitCard(isim);
                assertThat(isim.identity()).isEqualTo(CardIsimTest.IDENTITY);
                assertThat(isim.authenticate(HOME.challenge(SET.rand(), 320)))
                        .isEqualTo(new AkaResult.Success(SET.f2(), SET.f3(), SET.f4()));
                assertThat(isim.authenticate(HOME.challenge(SET.rand(), 320)))
                        .isInstanceOfSatisfying(
                                AkaResult.SyncFailure.class,
                                failure -> assertThat(HOME.resynchronised(SET.rand(), failure.auts()))
                                        .isEqualTo(320));
                assertThat(isim.authenticate(TestSet.of(4).challenge())).isEqualTo(new AkaResult.MacFailure());
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> isim.authenticate(HOME.challenge(SET.rand(), 640)))
                            .isInstanceOf(IsimException.class));

            try (VpcdCard _ = new VpcdCard(pcscd.port(), card)) {
                awaitCard(isim);
                assertThat(isim.authenticate(HOME.challenge(SET.rand(), 960))).isInstanceOf(AkaResult.Success.class);
            }
        }
    }

    /** PC/SC looks for cards some times a second. */
    private static void awaitCard(CardIsim isim) {
        await().atMost(PATIENCE).until(() -> {
            try {
                isim.identity();
                return true;
            } catch (IsimException notYet) {
                return false;
            }
        });
    }
}
