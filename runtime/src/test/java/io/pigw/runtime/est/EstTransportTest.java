package io.pigw.runtime.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server whose answers have a header and no end. */
@Timeout(20)
class EstTransportTest {

    private static final String HEADER = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345";

    private final List<Socket> answered = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private HttpRequest question;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        question = EstTransport.request(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/cacerts"))
                .build();
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (Socket socket : answered) {
            socket.close();
        }
    }

    @Test
    void anAnswerWithoutAnEndIsNotWaitedForForEver() throws Exception {
        try (EstTransport transport = transport(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> transport.once(question))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessageContaining("to its end within PT0.3S");
        }
    }

    @Test
    void closingEndsWhatIsBeingAsked() throws Exception {
        EstTransport transport = transport(Duration.ofHours(1));
        FutureTask<Object> asking = new FutureTask<>(() -> transport.once(question));
        Thread.ofVirtual().start(asking);
        await().until(() -> answered.size() == 1);

        transport.close();

        assertThatThrownBy(() -> asking.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void nobodyThereIsSaidAsSuch() throws Exception {
        server.close();
        try (EstTransport transport = transport(Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> transport.once(question)).isInstanceOf(java.net.ConnectException.class);
        }
        assertThat(answered).isEmpty();
    }

    private static EstTransport transport(Duration wholeWithin) throws GeneralSecurityException {
        return new EstTransport(
                new AnchoredTrust(TestPki.create().trustAnchors(), TestClock.atPresent()),
                null,
                new SecureRandom(),
                wholeWithin);
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                var reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {}
                socket.getOutputStream().write(HEADER.getBytes(StandardCharsets.US_ASCII));
                answered.add(socket);
            }
        } catch (IOException closed) {
            // the test is over
        }
    }
}
