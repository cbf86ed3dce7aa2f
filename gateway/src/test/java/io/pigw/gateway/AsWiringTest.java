package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pigw.p2psip.HostPort;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an operator is warned of. */
final class AsWiringTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(AsWiring.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void watchTheLog() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(log);
    }

    @Test
    void warnsWhenTheCoreIsKnownByNameAlone() {
        AsWiring.config(config(List.of(), List.of("ims.example.net")));

        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getMessage)
                .asString()
                .contains("sip.trusted is empty");
    }

    @Test
    void isSilentWhenItsAddressIsKnownToo() {
        AsWiring.config(config(List.of("192.0.2.1"), List.of("ims.example.net")));

        assertThat(log.list).isEmpty();
    }

    private static SipConfig config(List<String> trusted, List<String> trustedNames) {
        return new SipConfig(
                new HostPort("127.0.0.1", 0),
                null,
                "192.0.2.1",
                "ims.example.net",
                List.of(),
                200,
                trusted,
                null,
                null,
                SipTransportSection.DEFAULTS,
                trustedNames,
                null,
                List.of(),
                NextHopConfig.DEFAULT,
                200);
    }
}
