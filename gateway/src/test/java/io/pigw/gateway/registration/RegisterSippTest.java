package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.isim.AkaChallenge;
import io.pigw.gateway.isim.AkaResult;
import io.pigw.gateway.isim.Isim;
import io.pigw.gateway.isim.IsimException;
import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.isim.TestIsims;
import io.pigw.gateway.isim.TestSet;
import io.pigw.gateway.sip.Sipp;
import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against software that nobody here wrote: SIPp as the core, and SIPp as the UE. */
final class RegisterSippTest {

    /** One published key for each challenge. */
    private record ManyKeys(Map<Bytes, Isim> byRand) implements Isim {
        static ManyKeys in(Path directory) throws IOException {
            Map<Bytes, Isim> isims = new HashMap<>();
            for (TestSet set : TestSet.all()) {
                isims.put(set.rand(), TestIsims.of(set, Ue.IDENTITY, directory.resolve(set.name())));
            }
            return new ManyKeys(isims);
        }

        @Override
        public IsimIdentity identity() {
            return Ue.IDENTITY;
        }

        @Override
        public AkaResult authenticate(AkaChallenge challenge) throws IsimException {
            Isim isim = byRand.get(challenge.rand());
            return isim == null ? new AkaResult.MacFailure() : isim.authenticate(challenge);
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @CsvSource({"u1, udp", "t1, tcp"})
    void answersEveryPublishedChallengeAsOpensslComputed(String sippTransport, String by, @TempDir Path directory)
            throws Exception {
        int port = freePort();
        try (Sipp core = Sipp.start(
                        "register-aka.xml",
                        directory,
                        "-t",
                        sippTransport,
                        "-p",
                        Integer.toString(port),
                        "-m",
                        "1",
                        "-trace_err",
                        "-error_file",
                        "errors.txt");
                Ue ue = new Ue(new AkaCredentials(ManyKeys.in(directory)), port, by, AkaAnswer.FIXED_RANDOM)) {
            ue.service.start();

            int exit = core.await();

            assertThat(exit).as(() -> errors(directory)).isZero();
            // SIPp ends once its last answer is on the wire
            await().untilAsserted(() ->
                    assertThat(ue.service.route().routes()).isEqualTo(List.of("<sip:207-2@scscf.ims.example.net;lr>")));
        }
    }

    @Test
    void sippsOwnAkaClientIsTakenByTheRegistrarThatTheUeIsTestedWith(@TempDir Path directory) throws Exception {
        try (AkaRegistrar core = new AkaRegistrar(TestSet.of(3), 60);
                Sipp client = Sipp.start(
                        "register-uac-aka.xml",
                        directory,
                        "-m",
                        "5",
                        "-r",
                        "5",
                        "-trace_err",
                        "-error_file",
                        "errors.txt",
                        "127.0.0.1:" + core.port())) {
            int exit = client.await();

            assertThat(exit).as(() -> errors(directory)).isZero();
            await().until(() -> core.granted() >= 5);
        }
    }

    private static String errors(Path directory) {
        Path file = directory.resolve("errors.txt");
        try {
            return Files.exists(file) ? Files.readString(file) : "no errors.txt";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
