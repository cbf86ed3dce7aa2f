package io.pigw.p2psip.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignedContentTest {

    private static final String OVERLAY = "p2p.example.net";
    private static final String OVERLAY_HEX = "0000000f" + "7032702e6578616d706c652e6e6574";
    private static final NodeId PEER = NodeId.of(586);
    private static final Party.User BOB = new Party.User("bob", "p2p.example.net");
    private static final NodeContact CSP = contact(512);
    private static final PingTerms TERMS = new PingTerms(
            "00112233445566778899aabbccddeeff",
            "ffeeddccbbaa99887766554433221100",
            Instant.parse("2010-11-13T23:29:15.250Z"),
            3,
            1);

    private static final Instant DATE = Instant.parse("2010-11-13T23:29:15.251Z");

    private static final String ID_512 = "00000010" + "00000000000000000000000000000200";
    private static final String ID_571 = "00000010" + "0000000000000000000000000000023b";
    private static final String ID_586 = "00000010" + "0000000000000000000000000000024a";
    private static final String GROUP = "00000020" + "3030313132323333343435353636373738383939616162626363646465656666";
    private static final String NONCE = "00000020" + "6666656564646363626261613939383837373636353534343333323231313030";
    private static final String CSP_AT =
            ID_512 + "0000000d" + "3135382e33362e3232382e3438" + "00000008" + "0000000000002528";
    private static final String DESTINATION_AT =
            ID_586 + "0000000d" + "3135382e33362e3232382e3438" + "00000008" + "0000000000002572";
    private static final String TERMS_HEX =
            NONCE + "00000008" + "0000012c47923df2" + "00000008" + "0000000000000003" + "00000008" + "0000000000000001";
    private static final String ENTRY_HEX = ID_512 + ID_571 + "00000020" + "ab".repeat(32) + "00000003" + "010203";

    @Test
    void message() {
        MessageRequest message = message("586", "alice@ericsson.com", null, "text/plain", "Hi");

        assertThat(SignedContent.message(OVERLAY, message).toHex())
                .isEqualTo("00000010" + "7032707369702f32206d657373616765"
                        + OVERLAY_HEX
                        + "00000003" + "353836"
                        + "00000012" + "616c696365406572696373736f6e2e636f6d"
                        + "00000006" + "353137383436"
                        + "00000008" + "000000004cdf1f3c"
                        + "0000000a" + "746578742f706c61696e"
                        + "ffffffff"
                        + "ffffffff"
                        + "00000020" + "3639efcd08abb273b1619e82e78c29a7df02c1051b1820e99fc395dcaa3326b8");
    }

    @Test
    void notice() {
        Notice notice = new Notice(Notice.Kind.UNCONFIRMED, new CallId("1"));
        MessageRequest message = message("a@b", "586", notice, null, "");

        assertThat(SignedContent.message(OVERLAY, message).toHex())
                .isEqualTo("00000010" + "7032707369702f32206d657373616765"
                        + OVERLAY_HEX
                        + "00000003" + "614062"
                        + "00000003" + "353836"
                        + "00000006" + "353137383436"
                        + "00000008" + "000000004cdf1f3c"
                        + "ffffffff"
                        + "0000000b" + "756e636f6e6669726d6564"
                        + "00000001" + "31"
                        + "00000020" + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void cspEntry() {
        assertThat(SignedContent.cspEntry(OVERLAY, CSP, PEER, TERMS, NodeId.of(571))
                        .toHex())
                .isEqualTo("00000012" + "7032707369702f32206373702d656e747279"
                        + OVERLAY_HEX
                        + GROUP
                        + CSP_AT
                        + ID_586
                        + TERMS_HEX
                        + ID_571);
    }

    @Test
    void hopEntry() {
        assertThat(SignedContent.hopEntry(OVERLAY, entry(), NodeId.of(571), PEER)
                        .toHex())
                .isEqualTo("00000012" + "7032707369702f3220686f702d656e747279"
                        + OVERLAY_HEX
                        + ENTRY_HEX
                        + ID_571
                        + ID_586);
    }

    @Test
    void pingResponse() {
        assertThat(SignedContent.pingResponse(OVERLAY, response(1, entry())).toHex())
                .isEqualTo("00000016" + "7032707369702f322070696e672d726573706f6e7365"
                        + OVERLAY_HEX
                        + "00000007" + "39383439333033"
                        + CSP_AT
                        + DESTINATION_AT
                        + GROUP
                        + TERMS_HEX
                        + "00000008" + "0000000000000001"
                        + "00000008" + "0000000000000001"
                        + "00000008" + "0000000000000001"
                        + ENTRY_HEX);
    }

    @Test
    void pingReceipt() {
        assertThat(SignedContent.pingReceipt(OVERLAY, List.of(entry()), contact(586))
                        .toHex())
                .isEqualTo("00000015" + "7032707369702f322070696e672d72656365697074"
                        + OVERLAY_HEX
                        + "00000008" + "0000000000000001"
                        + ENTRY_HEX
                        + DESTINATION_AT);
    }

    @Test
    void arcProof() {
        assertThat(SignedContent.arcProof(OVERLAY, CSP.id(), PEER, NodeId.of(571), TERMS.expires())
                        .toHex())
                .isEqualTo("00000012" + "7032707369702f32206172632d70726f6f66"
                        + OVERLAY_HEX
                        + ID_512
                        + ID_586
                        + ID_571
                        + "00000008" + "0000012c47923df2");
    }

    @Test
    void resources() {
        assertThat(SignedContent.resource(OVERLAY, BOB))
                .hasToString("426c7c84d4bbe949eead363cc19403061439d4125ef31be89736a9a7f962abb3");
        assertThat(SignedContent.resource(OVERLAY, PEER))
                .hasToString("c19b2e0f71b31e0baccdf724e774242b09fcd15f59229a0884c829d4e7704f5e");
        assertThat(SignedContent.resource(OVERLAY, PEER, 3))
                .hasToString("290e702eee6e852a6e8aed601687521de6482e23ead2235f176a7c0c879c9fcf");
    }

    @Test
    void record() {
        RecordContent content = content(1, RecordKey.of(PEER), 7, 60, true, "Hi", BOB);
        ResourceId resource = new ResourceId(Bytes.copyOf(new byte[32]));

        assertThat(SignedContent.record(OVERLAY, resource, content).toHex())
                .isEqualTo("0000000f" + "7032707369702f32207265636f7264"
                        + OVERLAY_HEX
                        + "00000020" + "00".repeat(32)
                        + "00000008" + "0000000000000001"
                        + "00000008" + "0000000000000007"
                        + "00000008" + "0000012c47923df2"
                        + "00000008" + "000000000000003c"
                        + "00000004" + "6e616d65"
                        + ID_586
                        + "00000008" + "0000000000000001"
                        + "00000002" + "4869"
                        + "00000013" + "626f62407032702e6578616d706c652e6e6574"
                        + ID_586
                        + "00000020" + "ab".repeat(32));
    }

    @Test
    void noChangeOfASignedFieldLeavesTheBytesAsTheyWere() {
        Map<String, Bytes> contents = new LinkedHashMap<>();
        contents.put("message", SignedContent.message(OVERLAY, message("586", "a@b", null, "text/plain", "Hi")));
        contents.put("overlay", SignedContent.message("other", message("586", "a@b", null, "text/plain", "Hi")));
        contents.put("from", SignedContent.message(OVERLAY, message("587", "a@b", null, "text/plain", "Hi")));
        contents.put("to", SignedContent.message(OVERLAY, message("586", "a@c", null, "text/plain", "Hi")));
        contents.put("moved byte", SignedContent.message(OVERLAY, message("58", "6a@b", null, "text/plain", "Hi")));
        contents.put("type", SignedContent.message(OVERLAY, message("586", "a@b", null, "text/html", "Hi")));
        contents.put("no type", SignedContent.message(OVERLAY, message("586", "a@b", null, null, "Hi")));
        contents.put("body", SignedContent.message(OVERLAY, message("586", "a@b", null, "text/plain", "Ho")));
        contents.put("terms", SignedContent.cspEntry(OVERLAY, CSP, PEER, TERMS, PEER));
        contents.put("index", SignedContent.cspEntry(OVERLAY, CSP, PEER, TERMS.withRouteIndex(2), PEER));
        contents.put("first hop", SignedContent.cspEntry(OVERLAY, CSP, PEER, TERMS, NodeId.of(587)));
        contents.put("hop", SignedContent.hopEntry(OVERLAY, entry(), PEER, NodeId.of(1)));
        contents.put("hop's next", SignedContent.hopEntry(OVERLAY, entry(), PEER, NodeId.of(2)));
        contents.put("response", SignedContent.pingResponse(OVERLAY, response(1, entry())));
        contents.put("receipt", SignedContent.pingReceipt(OVERLAY, List.of(entry()), contact(586)));
        contents.put("receipt of two", SignedContent.pingReceipt(OVERLAY, List.of(entry(), entry()), contact(586)));
        contents.put("receipt of another", SignedContent.pingReceipt(OVERLAY, List.of(entry()), contact(587)));
        contents.put("choice", SignedContent.pingResponse(OVERLAY, response(2, entry())));

        contents.put("arc", SignedContent.arcProof(OVERLAY, CSP.id(), PEER, NodeId.of(571), TERMS.expires()));
        contents.put("arc elsewhere", SignedContent.arcProof("other", CSP.id(), PEER, NodeId.of(571), TERMS.expires()));
        contents.put("arc by another", SignedContent.arcProof(OVERLAY, PEER, PEER, NodeId.of(571), TERMS.expires()));
        contents.put("arc of another", SignedContent.arcProof(OVERLAY, CSP.id(), CSP.id(), NodeId.of(571), DATE));
        contents.put("arc from", SignedContent.arcProof(OVERLAY, CSP.id(), PEER, NodeId.of(570), TERMS.expires()));
        contents.put("arc at", SignedContent.arcProof(OVERLAY, CSP.id(), PEER, NodeId.of(571), DATE));

        ResourceId resource = SignedContent.resource(OVERLAY, BOB);
        RecordKey single = RecordKey.single();
        contents.put("record", record(resource, content(1, single, 7, 60, true, "", BOB)));
        ResourceId other = SignedContent.resource(OVERLAY, PEER);
        contents.put("resource", record(other, content(1, single, 7, 60, true, "", BOB)));
        contents.put("kind", record(resource, content(2, single, 7, 60, true, "", BOB)));
        contents.put("array", record(resource, content(1, new RecordKey.Index(0), 7, 60, true, "", BOB)));
        contents.put("key", record(resource, content(1, RecordKey.of(PEER), 7, 60, true, "", BOB)));
        contents.put("generation", record(resource, content(1, single, 8, 60, true, "", BOB)));
        contents.put("lifetime", record(resource, content(1, single, 7, 61, true, "", BOB)));
        contents.put("tombstone", record(resource, content(1, single, 7, 60, false, "", BOB)));
        contents.put("value", record(resource, content(1, single, 7, 60, true, "x", BOB)));
        contents.put("no user", record(resource, content(1, single, 7, 60, true, "", null)));

        assertThat(contents.values()).doesNotHaveDuplicates();
    }

    @Test
    void whatChangesUnderWayIsNotCovered() {
        MessageRequest message = message("586", "a@b", null, "text/plain", "Hi");

        MessageRequest arrived = message.forwardedBy(CSP, new Transaction(7));

        assertThat(SignedContent.message(OVERLAY, arrived)).isEqualTo(SignedContent.message(OVERLAY, message));
    }

    private static Bytes record(ResourceId resource, RecordContent content) {
        return SignedContent.record(OVERLAY, resource, content);
    }

    private static RecordContent content(
            int kind,
            RecordKey key,
            long generation,
            int lifetime,
            boolean exists,
            String value,
            Party.@Nullable User user) {
        Author author = new Author(user, PEER, entry().certificateHash());
        return new RecordContent(kind, key, generation, TERMS.expires(), lifetime, exists, Bytes.utf8(value), author);
    }

    private static MessageRequest message(
            String from, String to, @Nullable Notice notice, @Nullable String contentType, String body) {
        return new MessageRequest(
                Party.parse(to),
                70,
                Party.parse(from),
                Party.parse(to),
                null,
                new CallId("517846"),
                new Transaction(1),
                Instant.parse("2010-11-13T23:29:00Z"),
                contentType,
                null,
                notice,
                List.of(),
                Bytes.utf8(body));
    }

    private static PingResponse response(int routeIndex, RouteEntry entry) {
        return new PingResponse(
                new CallId("9849303"),
                new Transaction(1),
                CSP,
                contact(586),
                TERMS.withRouteIndex(routeIndex),
                List.of(routeIndex),
                List.of(entry),
                List.of(),
                new Identity(Bytes.utf8("signature"), Bytes.utf8("certificate")));
    }

    private static RouteEntry entry() {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) 0xab);
        return new RouteEntry(NodeId.of(512), NodeId.of(571), Bytes.copyOf(hash), Bytes.copyOf(new byte[] {1, 2, 3}));
    }

    private static NodeContact contact(int id) {
        return new NodeContact(NodeId.of(id), new HostPort("158.36.228.48", 9_000 + id));
    }
}
