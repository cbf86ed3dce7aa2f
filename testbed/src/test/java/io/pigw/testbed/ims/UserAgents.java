package io.pigw.testbed.ims;

import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.HostPort;
import io.pigw.testbed.sipp.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** User agents that people use, as users of the core. */
final class UserAgents {

    private static final Duration SOON = Duration.ofSeconds(30);

    private UserAgents() {}

    /** Linphone, registered by UDP. It types {@code chat URI TEXT} and prints what it receives. */
    static Program linphone(Path folder, String user, HostPort core) throws IOException {
        Tools.require("linphonec", "linphone-cli");
        Files.createDirectories(folder.resolve(".local/share/linphone"));
        int port = Ports.free();
        Path config = Files.writeString(folder.resolve("linphonerc"), """
                        [sip]
                        sip_port=%1$d
                        sip_tcp_port=%1$d
                        sip_tls_port=-1
                        bind_address=127.0.0.1
                        default_proxy=0
                        guess_hostname=0
                        contact=<sip:%2$s@127.0.0.1>
                        use_ipv6=0
                        publish_presence=0
                        [net]
                        dns_srv_enabled=0
                        [proxy_0]
                        reg_proxy=<sip:%3$s;transport=udp>
                        reg_route=<sip:%3$s;transport=udp;lr>
                        reg_identity=sip:%2$s@%4$s
                        reg_expires=300
                        reg_sendregister=1
                        publish=0
                        [auth_info_0]
                        username=%2$s
                        passwd=%2$s-secret
                        realm=%4$s
                        domain=%4$s
                        algorithm=MD5
                        """.formatted(port, user, core, Kamailio.DOMAIN));
        Program linphone =
                Program.start(folder, Map.of("HOME", folder.toString()), "linphonec", "-c", config.toString());
        try {
            await().atMost(SOON).pollInterval(Duration.ofMillis(500)).until(() -> {
                linphone.type("status register");
                return linphone.printed().contains("registered, identity=sip:" + user);
            });
            return linphone;
        } catch (RuntimeException failed) {
            linphone.close();
            throw new AssertionError(linphone.printed(), failed);
        }
    }

    /** Baresip, registered by the transport, {@code udp} or {@code tcp}. It prints what it receives. */
    static Program baresip(Path folder, String user, HostPort core, String transport) throws IOException {
        Tools.require("baresip", "baresip-core");
        Files.writeString(folder.resolve("config"), """
                poll_method epoll
                sip_listen 127.0.0.1:%d
                sip_transports udp,tcp
                module_path %s
                module stdio.so
                module_tmp account.so
                module_app menu.so
                """.formatted(
                        Ports.free(), Tools.folder("/usr/lib/baresip/modules", "/usr/local/lib/baresip/modules")));
        Files.writeString(
                folder.resolve("accounts"),
                "<sip:%1$s@%2$s>;auth_user=%1$s;auth_pass=%1$s-secret;outbound=\"sip:%3$s;transport=%4$s\";regint=300\n"
                        .formatted(user, Kamailio.DOMAIN, core, transport));
        Program baresip = Program.start(folder, Map.of(), "baresip", "-f", folder.toString());
        try {
            baresip.awaitPrinted("registered successfully", SOON);
            return baresip;
        } catch (AssertionError failed) {
            baresip.close();
            throw failed;
        }
    }
}
