package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.isim.SoftIsim;
import io.pigw.gateway.isim.TestSet;
import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real sockets, with a key file and a file of sequence numbers. */
final class RegistrationServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestSet SET = TestSet.of(3);

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void registersAndTakesItsBindingBackAtTheEnd() throws Exception {
        try (AkaRegistrar core = new AkaRegistrar(SET, 600)) {
            try (Ue ue = ue(SET.op(), core.port())) {
                ue.service.start();
                await().atMost(PATIENCE).until(() -> ue.service.status().isRegistered());

                assertThat(ue.service.route().routes()).containsExactly("<sip:orig@scscf.ims.example.net;lr>");
            }

            assertThat(core.requests.getLast()).contains("expires=0");
            assertThat(core.granted()).isEqualTo(2);
        }
    }

    @Test
    void refreshesWithTheSameNonceInTime() throws Exception {
        try (AkaRegistrar core = new AkaRegistrar(SET, 1);
                Ue ue = ue(SET.op(), core.port())) {
            ue.service.start();

            await().atMost(PATIENCE).until(() -> core.granted() >= 4);

            assertThat(core.requests).anyMatch(request -> request.contains("nc=00000003"));
        }
    }

    @Test
    void synchronisesWhereTheCoreLagsBehind() throws Exception {
        try (AkaRegistrar core = new AkaRegistrar(SET, 1);
                Ue ue = ue(SET.op(), core.port())) {
            ue.service.start();
            await().atMost(PATIENCE).until(() -> core.granted() >= 1);

            core.turnSequenceBack();
            core.forget();
            int before = core.granted();

            await().atMost(PATIENCE).until(() -> core.granted() > before);
            assertThat(core.synchronisations()).isEqualTo(1);
        }
    }

    @Test
    void registersAnewAfterTheCoreWasAway() throws Exception {
        try (AkaRegistrar core = new AkaRegistrar(SET, 1);
                Ue ue = ue(SET.op(), core.port())) {
            ue.service.start();
            await().atMost(PATIENCE).until(() -> ue.service.status().isRegistered());
            core.silent(true);
            core.forget();
            await().atMost(PATIENCE).until(() -> !ue.service.status().isRegistered());
            assertThat(ue.service.route().routes()).isEmpty();

            core.silent(false);

            await().atMost(PATIENCE).until(() -> ue.service.status().isRegistered());
        }
    }

    @Test
    void aWrongKeyIsReportedWithWhatToDo() throws Exception {
        try (AkaRegistrar core = new AkaRegistrar(SET, 600);
                Ue ue = ue(TestSet.of(4).op(), core.port())) {
            ue.service.start();

            await().atMost(PATIENCE).until(() -> ue.service.status().refusal().isPresent());

            assertThat(ue.service.status().describe())
                    .contains("check that K and OP or OPc are the same on both sides");
            assertThat(core.requests)
                    .anyMatch(request -> !request.contains("nonce=\"\"") && request.contains("response=\"\""));
        }
    }

    private Ue ue(Bytes op, int port) throws IOException {
        Path key = directory.resolve("isim.key");
        Files.writeString(key, "k=" + SET.key().toHex() + "\nop=" + op.toHex() + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new Ue(
                new AkaCredentials(SoftIsim.open(Ue.IDENTITY, key, directory.resolve("isim.sequence"))),
                port,
                "udp",
                new SecureRandom());
    }
}
