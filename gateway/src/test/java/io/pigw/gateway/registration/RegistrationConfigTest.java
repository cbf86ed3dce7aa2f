package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.gateway.isim.IsimException;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistrationConfigTest {

    private static final String SOFT = """
            soft: {impi: pigw@ims.example.net, impus: ["sip:pigw@IMS.example.net;user=phone"], key: %1$s/key, sequence: %1$s/sqn}
            expiry: 1h
            """;
    private static final String PASSWORD = """
            password: {impi: pigw@ims.example.net, impus: ["sip:pigw@ims.example.net"], domain: home.example.net, file: %1$s/pw}
            """;

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void opensAnIsimInSoftware() throws Exception {
        secret("key", "k=" + "0".repeat(32) + "\nopc=" + "1".repeat(32));

        try (Credentials credentials = load(SOFT).open()) {
            assertThat(credentials.identity().domain()).isEqualTo("ims.example.net");
            assertThat(RegistrationService.identities(credentials)).containsExactly("pigw@ims.example.net");
        }
    }

    @Test
    void opensAPassword() throws Exception {
        secret("pw", "open sesame\n");

        try (Credentials credentials = load(PASSWORD).open()) {
            assertThat(credentials.identity().domain()).isEqualTo("home.example.net");
            assertThat(credentials.secret(challenge("MD5")))
                    .isInstanceOfSatisfying(
                            Secret.Password.class,
                            password -> assertThat(password.bytes().toUtf8()).isEqualTo("open sesame"));
            assertThat(credentials.secret(challenge("AKAv1-MD5"))).isInstanceOf(Secret.None.class);
        }
    }

    @Test
    void anIsimIsNotBidDownToMd5() throws Exception {
        secret("key", "k=" + "0".repeat(32) + "\nopc=" + "1".repeat(32));

        try (Credentials credentials = load(SOFT).open()) {
            assertThat(credentials.secret(challenge("MD5"))).isInstanceOf(Secret.None.class);
        }
    }

    @Test
    void aCardNeedNotBeThereAtTheStart() throws Exception {
        try (Credentials credentials = load("card: {reader: none of this name}").open()) {
            assertThatThrownBy(credentials::identity).isInstanceOf(IsimException.class);
            assertThat(RegistrationService.identities(credentials)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expiry: 1h | expiry: 59s | sip.registration.expiry",
                "expiry: 1h | firstRetry: 2h | sip.registration.firstRetry",
                "expiry: 1h | contactUser: a@b | sip.registration.contactUser",
                "expiry: 1h | card: {reader: x} | one of soft, card and password",
                "sip:pigw | mailto:pigw | IMPU",
                "impi: pigw@ims.example.net | impi: 'a\"b' | IMPI",
            })
    void whatIsWrongIsNamed(String right, String wrong, String complaint) {
        assertThat(SOFT).contains(right);

        assertThatThrownBy(() -> load(SOFT.replace(right, wrong)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(complaint);
    }

    private static DigestChallenge challenge(String algorithm) {
        return DigestChallenge.parse("Digest realm=\"r\", nonce=\"n\", algorithm=" + algorithm)
                .orElseThrow();
    }

    private void secret(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private RegistrationConfig load(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("registration.yaml"), yaml.formatted(directory));
        return Configuration.load(file, RegistrationConfig.class, Map.of());
    }
}
