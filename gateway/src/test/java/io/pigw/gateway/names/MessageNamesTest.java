package io.pigw.gateway.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.gateway.outbox.Fate;
import io.pigw.gateway.outbox.OutboxKey;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageNamesTest {

    private static final Party BOB = new Party.Node(NodeId.of(586));
    private static final OutboxKey KEY = OutboxKey.ofP2psip(NodeId.of(586), new CallId("a"));

    private final MessageNames names = new MessageNames(secret(1));

    @Test
    void gatewaysWithOneSecretGiveOneName() {
        MessageNames other = new MessageNames(secret(1));

        assertThat(all(other, KEY)).isEqualTo(all(names, KEY));
        assertThat(other.fingerprint()).isEqualTo(names.fingerprint());
    }

    @Test
    void theNamesAreThoseOfEveryRelease() {
        // Given secret and key of a vector that was made with another implementation of HMAC
        byte[] secret = new byte[MessageNames.SECRET_BYTES];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) i;
        }
        byte[] key = new byte[OutboxKey.LENGTH];
        Arrays.fill(key, (byte) 0xab);
        MessageNames vector = new MessageNames(Bytes.copyOf(secret));
        OutboxKey message = new OutboxKey(Bytes.copyOf(key));

        assertThat(vector.overlayCallId(message)).isEqualTo(new CallId("bbcb96bafd9816747685c6cdf90d0ac2"));
        assertThat(vector.sip(message))
                .isEqualTo(new SipNames(
                        "c1f3b7e9fbc6016b7d05732a0aaf317f",
                        "6e42093763079f24",
                        "z9hG4bK44621b0420de8be3",
                        "9eae0a209c16748997af8ce099781c83"));
        assertThat(vector.fingerprint()).isEqualTo("34fa527b");
    }

    @Test
    void noNameIsPartOfAnother() {
        List<String> called = new ArrayList<>(all(names, KEY));
        called.addAll(all(new MessageNames(secret(2)), KEY));
        called.addAll(all(names, OutboxKey.ofP2psip(NodeId.of(586), new CallId("b"))));
        called.addAll(all(names, KEY.ofNotice()));
        for (Fate fate : Fate.values()) {
            called.addAll(all(names, KEY.ofReport(fate)));
        }
        called.replaceAll(name -> name.replace("z9hG4bK", ""));

        for (String name : called) {
            assertThat(called).filteredOn(other -> other.startsWith(name)).hasSize(1);
        }
    }

    @Test
    void aNewRequestOfTheSenderIsAnotherMessage() {
        List<OutboxKey> keys = List.of(
                sip("sip:alice@ims.example.net", "a1", "1@client", 1, BOB, "hi"),
                sip("sip:carol@ims.example.net", "a1", "1@client", 1, BOB, "hi"),
                sip("sip:alice@ims.example.net", "a2", "1@client", 1, BOB, "hi"),
                sip("sip:alice@ims.example.net", "a1", "2@client", 1, BOB, "hi"),
                sip("sip:alice@ims.example.net", "a1", "1@client", 2, BOB, "hi"),
                sip("sip:alice@ims.example.net", "a1", "1@client", 1, new Party.Node(NodeId.of(587)), "hi"),
                sip("sip:alice@ims.example.net", "a1", "1@client", 1, BOB, "ho"));

        assertThat(keys.stream().map(names::overlayCallId)).doesNotHaveDuplicates();
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> new MessageNames(Bytes.copyOf(new byte[16])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static OutboxKey sip(String sender, String tag, String callId, long cseq, Party target, String body) {
        return OutboxKey.ofSip(sender, tag, callId, cseq, target, "text/plain", Bytes.utf8(body));
    }

    private static List<String> all(MessageNames names, OutboxKey key) {
        SipNames sip = names.sip(key);
        return List.of(names.overlayCallId(key).value(), sip.callId(), sip.fromTag(), sip.branch(), sip.imdnId());
    }

    private static Bytes secret(int fill) {
        byte[] secret = new byte[MessageNames.SECRET_BYTES];
        Arrays.fill(secret, (byte) fill);
        return Bytes.copyOf(secret);
    }
}
