package io.pigw.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Party;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientTest {

    @ParameterizedTest
    @CsvSource({
        "1618@p2p.example.net, 1618",
        "1618@P2P.example.net, 1618",
        "bob@p2p.example.net, bob@p2p.example.net",
        "1618@ims.example.net, 1618@ims.example.net",
        "340282366920938463463374607431768211456@p2p.example.net, 340282366920938463463374607431768211456@p2p.example.net",
        "9999999999999999999999999999999999999999999@p2p.example.net, 9999999999999999999999999999999999999999999@p2p.example.net"
    })
    void aNumberOfTheOverlayIsANode(String named, String meant) {
        assertThat(Recipient.of(Party.parse(named), "p2p.example.net")).isEqualTo(Party.parse(meant));
    }

    @ParameterizedTest
    @CsvSource({
        "bob, bob@p2p.example.net",
        "bob@p2p.example.net, bob@p2p.example.net",
        "sip:alice@ims.example.net, alice@ims.example.net",
        "1618, 1618"
    })
    void aWordThatIsNoNumberIsANameOfTheOverlay(String typed, String meant) {
        assertThat(Recipient.parse(typed, "p2p.example.net")).isEqualTo(Party.parse(meant));
    }
}
