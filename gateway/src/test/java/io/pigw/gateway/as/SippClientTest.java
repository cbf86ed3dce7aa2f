package io.pigw.gateway.as;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.sip.Sipp;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application server against SIPp as the IMS client. */
final class SippClientTest {

    private static final int MESSAGES = 200;

    @ParameterizedTest
    @ValueSource(strings = {"u1", "t1", "tn"})
    void takesEachMessageOnce(String transport, @TempDir Path directory) throws Exception {
        try (AsFixture server = new AsFixture();
                Sipp sipp = Sipp.start(
                        "message-uac.xml",
                        directory,
                        "-t",
                        transport,
                        "-m",
                        Integer.toString(MESSAGES),
                        "-r",
                        "200",
                        "-max_socket",
                        "300",
                        "-deadcall_wait",
                        "0",
                        "127.0.0.1:" + server.port())) {

            assertThat(sipp.await()).isZero();

            assertThat(server.accepted).hasSize(MESSAGES);
            assertThat(server.accepted).extracting(ImsMessage::callId).doesNotHaveDuplicates();
            assertThat(server.accepted)
                    .extracting(message -> message.body().toUtf8().strip())
                    .contains("Grüße 1 世界", "Grüße " + MESSAGES + " 世界");
        }
    }
}
