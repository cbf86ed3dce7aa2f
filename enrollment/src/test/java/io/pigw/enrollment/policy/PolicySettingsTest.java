package io.pigw.enrollment.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import io.pigw.runtime.config.Default;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code policy} of a configuration. */
class PolicySettingsTest {

    @TempDir
    Path directory;

    /** A file with nothing else. */
    record Sample(@Default("{}") PolicySettings policy) {}

    @Test
    void isTheDefaultWhenNothingIsSaid() throws Exception {
        assertThat(load("{}")).isEqualTo(PolicySettings.DEFAULT);
        assertThat(load("policy: {rates: {}, approval: {}, validity: {}, hooks: {}}"))
                .isEqualTo(PolicySettings.DEFAULT);
    }

    @Test
    void readsAllOfIt() throws Exception {
        PolicySettings settings = load("""
                policy:
                  nodesPerAccount: 3
                  validity: {peer: 1d}
                  rates: {account: {burst: 2, perHour: 4}}
                  approval: {roles: [csp, GATEWAY], expires: 1h}
                  reservedNames: [Acme]
                  hooks:
                    identity: {url: "https://id.example.net/check", timeout: 1s, secretFile: id.secret}
                """);

        assertThat(settings.nodesPerAccount()).isEqualTo(3);
        assertThat(settings.validity().of(Role.PEER)).contains(Duration.ofDays(1));
        assertThat(settings.validity().of(Role.CSP)).isEmpty();
        assertThat(settings.rates().account()).isEqualTo(new Rate(2, 4));
        assertThat(settings.rates().node()).isEqualTo(PolicySettings.Rates.DEFAULT.node());
        assertThat(settings.approval().roles()).containsExactly(Role.CSP, Role.GATEWAY);
        assertThat(settings.reservedNames()).containsExactly("acme");
        assertThat(settings.hooks().identity())
                .isEqualTo(new HookSettings.Endpoint(
                        "https://id.example.net/check", Duration.ofSeconds(1), Path.of("id.secret")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{nodesPerAccount: 0} | policy.nodesPerAccount must be 1 to 10000",
                "{validity: {peer: 31d}} | policy.validity.peer must be 1 minute to 30 days",
                "{validity: {csp: 30s}} | policy.validity.csp must be 1 minute to 30 days",
                "{rates: {node: {burst: 0, perHour: 1}}} | a rate has a burst of 1",
                "{approval: {roles: [peer], expires: 1s}} | policy.approval.expires",
                "{approval: {roles: [king]}} | roles",
                "{blockedKeys: [abc]} | sha256sum",
                "{hooks: {charging: {url: 'http://bank.example.net/'}}} | https",
            })
    void saysWhatIsWrong(String policy, String message) {
        assertThatThrownBy(() -> load("policy: " + policy))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    private PolicySettings load(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("enrollment.yaml"), yaml);
        return Configuration.load(file, Sample.class, Map.of()).policy();
    }
}
