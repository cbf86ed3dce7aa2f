package io.pigw.testbed.ims;

import io.pigw.gateway.SipConfig;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The gateway's SIP section, read as from an operator's file. */
final class SipSection {

    private SipSection() {}

    /** Behind that core, which it trusts. */
    static SipConfig behind(String core) throws IOException {
        return of("""
                listen: 127.0.0.1:0
                core: "%s"
                domain: ims.example.net
                identities: [pigw@ims.example.net]
                trusted: [127.0.0.1]
                """.formatted(core));
    }

    /** What the YAML says. */
    static SipConfig of(String yaml) throws IOException {
        Path file = Files.createTempFile("sip", ".yaml");
        try {
            return Configuration.load(Files.writeString(file, yaml), SipConfig.class, Map.of());
        } finally {
            Files.delete(file);
        }
    }
}
