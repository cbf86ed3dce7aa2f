package io.pigw.p2psip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

    @ParameterizedTest
    @ValueSource(strings = {"158.36.228.48:9586", "[2001:db8::1]:9586", "csp.example.net:0", "[fe80::1%eth0]:65535"})
    void readsAndWritesAddresses(String text) {
        assertThat(HostPort.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                ":1",
                "host:",
                "host:65536",
                "host:-1",
                "host:+1",
                "ho st:1",
                "h\r\nX: y:1",
                "[]:1",
                "é:1"
            })
    void refusesOtherAddresses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"586", "alice@ericsson.com", "zoë@exämple.net", "a@b@c.example", "😀@c.example"})
    void readsAndWritesParties(String text) {
        assertThat(Party.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "@x",
                "alice@",
                "a b@x",
                "a@x\r\nTo: y",
                "a\u0000@x",
                "a\u0085@x",
                "<a@x>",
                "\ud800@x",
                "\ufffd@x",
                "a@\ufffd",
                "-5"
            })
    void refusesOtherParties(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Party.parse(text));
    }

    @Test
    void refusesADomainThatWouldReadBackAsAnotherUser() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Party.User("alice", "bob@x"));
    }

    @Test
    void boundsTheLengthOfAUser() {
        String name = "a".repeat(Party.MAX_LENGTH - 2);

        assertThat(Party.parse(name + "@x").toString()).hasSize(Party.MAX_LENGTH);
        assertThatIllegalArgumentException().isThrownBy(() -> Party.parse(name + "@xy"));
    }

    @Test
    void readsAndWritesContacts() {
        NodeContact contact = NodeContact.parse("586 158.36.228.48:9586");

        assertThat(contact).isEqualTo(new NodeContact(NodeId.of(586), new HostPort("158.36.228.48", 9586)));
        assertThat(contact).hasToString("586 158.36.228.48:9586");
    }

    @ParameterizedTest
    @ValueSource(strings = {"586", " 586 h:1", "586 h", "x h:1"})
    void refusesOtherContacts(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeContact.parse(text));
    }

    @Test
    void mintsCallIdsOf128Bits() {
        CallId callId = CallId.mint(Seeded.random(1));

        assertThat(callId.value())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(CallId.mint(Seeded.random(2)).value());
    }

    @Test
    void boundsCallIds() {
        assertThat(new CallId("x".repeat(CallId.MAX_LENGTH)).value()).hasSize(CallId.MAX_LENGTH);
        for (String text : List.of("", "x".repeat(CallId.MAX_LENGTH + 1), "a b", "a\r\nb", "é")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new CallId(text));
        }
    }

    @Test
    void readsAndWritesTransactions() {
        Transaction transaction = Transaction.mint(Seeded.random(1));

        assertThat(transaction.isPresent()).isTrue();
        assertThat(Transaction.parse(transaction.toString())).isEqualTo(transaction);
        assertThat(Transaction.parse("0000000000000000")).isEqualTo(Transaction.ABSENT);
        for (String text : List.of("", "1", "00000000000000000", "000000000000000g", "+000000000000001")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Transaction.parse(text));
        }
    }

    @Test
    void keepsBytesToItself() {
        byte[] array = {1, 2, 3};
        Bytes bytes = Bytes.copyOf(array);

        array[0] = 9;
        bytes.toArray()[1] = 9;

        assertThat(bytes).isEqualTo(Bytes.read(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}), 3));
        assertThat(bytes.toHex()).isEqualTo("010203");
        assertThat(Bytes.utf8("geheim")).hasToString("Bytes[6]");
    }

    @Test
    void agreesOnTheNewestSharedVersion() {
        assertThat(ProtocolVersion.offers()).containsExactly(ProtocolVersion.ALPN);
        assertThat(ProtocolVersion.agreeOn(List.of("p2psip/1", "p2psip/2"))).contains("p2psip/2");
        assertThat(ProtocolVersion.agreeOn(List.of("h2", "p2psip/3"))).isEmpty();
        assertThat(ProtocolVersion.agreeOn(List.of("p2psip/3", "p2psip/2"), List.of("p2psip/2", "p2psip/3")))
                .contains("p2psip/3");
        assertThat(ProtocolVersion.agreeOn(List.of("p2psip/3", "p2psip/2"), List.of("p2psip/2", "p2psip/1")))
                .contains("p2psip/2");
    }
}
