package io.pigw.testbed.ims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.SipConfig;
import io.pigw.gateway.registration.Binding;
import io.pigw.gateway.registration.RegistrationStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway registers with a real core by SIP digest (TS 33.203 Annex N): Debian's Kamailio has no HSS for AKA. */
class RegistrationTest {

    /** A request to a port where nothing listens yet takes 32 s to fail (RFC 3261, Timer F). */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void theGatewayRegistersAndSendsAlongTheServiceRoute() throws Exception {
        // given
        BehindCore.require();
        Kamailio core = Kamailio.plan(Files.createDirectory(folder.resolve("core")));
        try (BehindCore world = BehindCore.start(folder, core, section(core, "pigw-secret"), "")) {
            // when
            await().atMost(PATIENCE).until(() -> status(world).isRegistered());

            // then
            Binding binding = status(world).binding().orElseThrow();
            assertThat(binding.serviceRoute()).containsExactly("<sip:orig@" + core.isc() + ";lr>");
            assertThat(binding.associatedUris()).containsExactly("sip:pigw@ims.example.net");
            try (Receiver alice = Receiver.udp(
                    ImsUser.udp("alice", core.users()),
                    Files.createDirectory(folder.resolve("registering")),
                    Files.createDirectory(folder.resolve("receiving")),
                    1)) {
                world.send(world.bob(), "alice", "registered");
                assertThat(alice.received()).contains("registered");
            }
        }
    }

    @Test
    void aWrongPasswordIsNamed() throws IOException {
        // given
        BehindCore.require();
        Kamailio core = Kamailio.plan(Files.createDirectory(folder.resolve("core")));
        try (BehindCore world = BehindCore.start(folder, core, section(core, "wrong"), "")) {
            // when, then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(status(world).describe())
                            .contains("not registered", "does not accept the answer to its challenge"));
        }
    }

    private static RegistrationStatus status(BehindCore world) {
        return world.deployment().gateway().registration().orElseThrow();
    }

    private SipConfig section(Kamailio core, String password) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), password + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return SipSection.of("""
                listen: 127.0.0.1:0
                core: "%s"
                domain: ims.example.net
                trusted: [127.0.0.1]
                registration:
                  password:
                    impi: pigw@ims.example.net
                    impus: ["sip:pigw@ims.example.net"]
                    file: "%s"
                  firstRetry: 500ms
                  maxRetry: 1s
                """.formatted(core.isc(), file));
    }
}
