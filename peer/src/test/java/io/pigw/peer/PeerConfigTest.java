package io.pigw.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerConfigTest {

    private static final String LEAST = """
            identity: {key: keys/key.pem, certificates: keys/certificates.pem, trust: keys/trust.pem}
            listen: 127.0.0.1:9586
            overlay: {name: p2p.example.net, ringBits: 11}
            csps: [{id: "512", address: "127.0.0.1:9512"}]
            store: {directory: db}
            """;

    @TempDir
    private Path directory;

    @Test
    void needsLittle() throws IOException {
        PeerConfig config = load(LEAST);

        assertThat(config.sos()).isEmpty();
        assertThat(config.chord()).isEqualTo(ChordConfig.DEFAULT);
        assertThat(config.inboxCapacity()).isEqualTo(100_000);
    }

    @Test
    void takesAll() throws IOException {
        PeerConfig config = load(LEAST + """
                sos: [{id: "2", address: "127.0.0.1:9002"}, {id: "3", address: "127.0.0.1:9003"}]
                chord: {stabilise: 5s, sweep: 2m}
                inboxCapacity: 10
                admin: 127.0.0.1:9001
                """);

        assertThat(config.chord()).isEqualTo(new ChordConfig(8, Duration.ofSeconds(5), Duration.ofMinutes(2), 256));
        assertThat(config.inboxCapacity()).isEqualTo(10);
        assertThat(config.sos()).extracting(ContactConfig::id).containsExactly("2", "3");
        assertThat(config.admin()).isNotNull();
    }

    @Test
    void saysHowSeveralOpinionServersAreWritten() {
        assertThatThrownBy(() -> load(LEAST + "sos: {id: 2, address: '127.0.0.1:9002'}\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("peer.yaml:6: sos: expected a list, such as [{id: ..., address: ...}]");
    }

    @Test
    void needsCspsOrASignedListOfThem() throws Exception {
        PeerConfig none = load(LEAST.replace("[{id: \"512\", address: \"127.0.0.1:9512\"}]", "[]"));
        NodeIdentity identity = TestPki.create().issue(Role.PEER, 586);

        assertThatThrownBy(() -> KnownCsps.complete(none, identity, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("csps is empty and there is no");
    }

    private PeerConfig load(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("peer.yaml"), yaml);
        return Configuration.load(file, PeerConfig.class, Map.of());
    }
}
