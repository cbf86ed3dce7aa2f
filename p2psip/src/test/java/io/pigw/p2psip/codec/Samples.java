package io.pigw.p2psip.codec;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ArcProof;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.Fence;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One full example of each message, by the name of its golden file. */
public final class Samples {

    static final Transaction TRANSACTION = Transaction.parse("00c0ffee00c0ffee");
    static final CallId CALL_ID = new CallId("b2f1a6c0d4e84f7f9a3c5e7d1b2a4c6e");
    static final CallId EARLIER = new CallId("0123456789abcdef0123456789abcdef");
    static final Instant DATE = Instant.parse("2010-11-13T23:29:00Z");
    static final Party.User ALICE = new Party.User("alice", "ericsson.com");
    static final Party.Node PEER = new Party.Node(NodeId.of(586));
    static final NodeContact CSP = contact(512);
    static final NodeContact DESTINATION = contact(586);
    static final Identity IDENTITY = new Identity(Bytes.utf8("signature"), Bytes.utf8("certificate of 586"));
    static final Fence FENCE = new Fence("1b4e28ba-2fa1-11d2-883f-0016d3cca427", 63, 7);
    static final PingTerms TERMS = new PingTerms(
            "00112233445566778899aabbccddeeff",
            "ffeeddccbbaa99887766554433221100",
            Instant.parse("2010-11-13T23:29:15.250Z"),
            3,
            1);

    static final Party.User BOB = new Party.User("bob", "p2p.example.net");
    static final Instant STORED_AT = Instant.parse("2010-11-13T23:29:15.250Z");
    static final ResourceId RESOURCE = SignedContent.resource("p2p.example.net", BOB);

    private Samples() {}

    /** All of them. */
    static Map<String, P2psipMessage> all() {
        Map<String, P2psipMessage> all = new LinkedHashMap<>();
        all.put("message", message());
        all.put("message-notice", notice());
        all.put("message-fence", notice().under(FENCE));
        all.put("response", Response.to(message(), Status.OK));
        all.put(
                "response-redirect",
                Response.to(message(), Status.MOVED_TEMPORARILY).redirectTo(CSP));
        all.put("response-bare", Response.to(ping(), Status.SERVICE_UNAVAILABLE).retryAfter(30));
        all.put("ping-request", ping());
        all.put("ping-response", pingResponse());
        all.put("ping-receipt", new PingReceipt(TRANSACTION, DESTINATION, IDENTITY));
        all.put("audit-request", new AuditRequest(TRANSACTION, TERMS.nonce(), 1));
        all.put("audit-answer", new AuditAnswer(TRANSACTION, route().getLast(), DESTINATION, IDENTITY));
        all.put("locate-request", new LocateRequest(TRANSACTION, NodeId.of(586)));
        all.put("locate-answer", new LocateAnswer(TRANSACTION, NodeId.of(586), DESTINATION));
        all.put("locate-answer-flow", new LocateAnswer(TRANSACTION, NodeId.of(586), CSP));
        all.put("join-request", new ChordMessage.JoinRequest(TRANSACTION, DESTINATION));
        all.put(
                "join-answer",
                new ChordMessage.JoinAnswer(TRANSACTION, contacts(580, 571), contacts(600, 612), contacts(600, 1100)));
        all.put(
                "leave-request",
                new ChordMessage.LeaveRequest(TRANSACTION, DESTINATION, contacts(580, 571), contacts(600, 612)));
        all.put(
                "update-request",
                new ChordMessage.UpdateRequest(TRANSACTION, DESTINATION, contacts(580, 571), contacts(600, 612)));
        all.put("update-answer", new ChordMessage.UpdateAnswer(TRANSACTION, contacts(586, 580), contacts(612)));
        all.put("route-query", new ChordMessage.RouteQuery(TRANSACTION, NodeId.of(586), 20));
        all.put(
                "route-query-answer",
                new ChordMessage.RouteQueryAnswer(TRANSACTION, DESTINATION, contacts(580, 571), contacts(600, 612)));
        all.put(
                "route-query-answer-proof",
                new ChordMessage.RouteQueryAnswer(
                        TRANSACTION, DESTINATION, contacts(580, 571), contacts(600, 612), arcProof()));
        all.put("arc-proof-request", new ChordMessage.ArcProofRequest(TRANSACTION));
        all.put("arc-proof-answer", new ChordMessage.ArcProofAnswer(TRANSACTION, arcProof()));
        all.put("ping", new ChordMessage.Ping(TRANSACTION));
        all.put(
                "opinion-request",
                new TrustMessage.OpinionRequest(TRANSACTION, List.of(ids(512, 571, 586), ids(512, 560, 580, 586))));
        all.put("opinion-response", new TrustMessage.OpinionResponse(TRANSACTION, 0, List.of(0.605, 0.57)));
        all.put("evidence-report", new TrustMessage.EvidenceReport(TRANSACTION, List.of(ping(), ping())));
        all.put(
                "outcome-report",
                new TrustMessage.OutcomeReport(
                        TRANSACTION,
                        List.of(
                                outcome(LinkOutcome.Kind.PASSED, 512, 571),
                                outcome(LinkOutcome.Kind.CONTRADICTED, 571, 580))));
        all.put("node-opinion-request", new TrustMessage.NodeOpinionRequest(TRANSACTION, ids(571, 580)));
        all.put(
                "node-opinion-answer",
                new TrustMessage.NodeOpinionAnswer(
                        TRANSACTION,
                        List.of(
                                new TrustMessage.OpinionOn(900_000, 0, 500_000),
                                new TrustMessage.OpinionOn(0, 666_667, 250_000))));
        all.put("fetch", new NameMessage.Fetch(TRANSACTION, new Party.User("bob", "p2p.example.net")));
        all.put("fetch-answer", new NameMessage.FetchAnswer(TRANSACTION, ids(586, 1618)));
        all.put("record-store", store());
        all.put(
                "record-store-answer",
                new RecordMessage.StoreAnswer(TRANSACTION, List.of(StoreResult.STORED, StoreResult.ENDS_EARLIER)));
        all.put("record-fetch", new RecordMessage.Fetch(TRANSACTION, RESOURCE, Kind.DATA.number()));
        all.put("record-fetch-answer", fetchAnswer());
        all.put("revocation-notice", revocationNotice());
        all.put(
                "revocation-notice-number",
                new RevocationNotice(TRANSACTION, revocationNotice().issuer(), 1_289_690_940, Bytes.EMPTY));
        return all;
    }

    /** From peer 586 to an IMS client, signed. */
    public static MessageRequest message() {
        return new MessageRequest(
                ALICE,
                69,
                PEER,
                ALICE,
                NodeId.of(586),
                CALL_ID,
                TRANSACTION,
                DATE,
                "text/plain;charset=UTF-8",
                IDENTITY,
                null,
                List.of(DESTINATION, CSP),
                Bytes.utf8("Grüße, 世界"));
    }

    /** To peer 586: its message to an IMS client did not arrive. */
    public static MessageRequest notice() {
        return new MessageRequest(
                PEER,
                70,
                ALICE,
                PEER,
                null,
                CALL_ID,
                TRANSACTION,
                DATE,
                null,
                IDENTITY,
                new Notice(Notice.Kind.UNREACHABLE, EARLIER),
                List.of(),
                Bytes.EMPTY);
    }

    /** Half way from 512 to 586. */
    public static PingRequest ping() {
        return new PingRequest(
                new CallId("9849303"),
                TRANSACTION,
                CSP,
                NodeId.of(586),
                69,
                TERMS,
                route(),
                List.of(Bytes.utf8("certificate of 512"), Bytes.utf8("certificate of 571")));
    }

    /** Its answer. */
    public static PingResponse pingResponse() {
        return new PingResponse(
                new CallId("9849303"),
                TRANSACTION,
                CSP,
                DESTINATION,
                TERMS,
                List.of(0, TERMS.routeIndex()),
                route(),
                List.of(Bytes.utf8("certificate of 512"), Bytes.utf8("certificate of 571")),
                IDENTITY);
    }

    private static LinkOutcome outcome(LinkOutcome.Kind kind, int observer, int subject) {
        return new LinkOutcome(kind, NodeId.of(observer), NodeId.of(subject), NodeId.of(586), STORED_AT);
    }

    /** Of 586, by 512. */
    public static ArcProof arcProof() {
        return new ArcProof(NodeId.of(512), NodeId.of(586), NodeId.of(580), STORED_AT, IDENTITY);
    }

    /** A new list, which stands in the message. */
    public static RevocationNotice revocationNotice() {
        return new RevocationNotice(
                TRANSACTION,
                Bytes.utf8("key of the issuing C"),
                1_289_690_940,
                Bytes.utf8("a list of what is revoked"));
    }

    /** Two devices of one user, and of a third what is left of it. */
    static RecordMessage.Store store() {
        return new RecordMessage.Store(
                TRANSACTION,
                RESOURCE,
                1,
                List.of(device(586, true), device(1618, true), device(612, false)),
                List.of(Bytes.utf8("certificate of 586"), Bytes.utf8("certificate of 1618")));
    }

    /** A single value with the access list that lets its author write it, and an element of an array. */
    static RecordMessage.FetchAnswer fetchAnswer() {
        return new RecordMessage.FetchAnswer(
                TRANSACTION,
                RESOURCE,
                List.of(
                        value(Kind.DATA, RecordKey.single(), "words of the day", BOB),
                        value(Kind.ACCESS_LIST, AccessList.keyFor(Kind.DATA), "who may", BOB),
                        value(Kind.CERTIFICATE, new RecordKey.Index(3), "certificate", null)),
                List.of(Bytes.utf8("certificate of 586")));
    }

    static StoredValue value(Kind kind, RecordKey key, String value, Party.@Nullable User user) {
        return new StoredValue(
                new RecordContent(kind.number(), key, 7, STORED_AT, 3_600, true, Bytes.utf8(value), author(user, 586)),
                Bytes.utf8("signature of 586"));
    }

    private static StoredValue device(long node, boolean exists) {
        return new StoredValue(
                new RecordContent(
                        Kind.USER.number(),
                        RecordKey.of(NodeId.of(node)),
                        7,
                        STORED_AT,
                        86_400,
                        exists,
                        exists ? Bytes.utf8("desk") : Bytes.EMPTY,
                        author(BOB, node)),
                Bytes.utf8("signature of " + node));
    }

    private static Author author(Party.@Nullable User user, long node) {
        return new Author(user, NodeId.of(node), hash("certificate of " + node));
    }

    private static Bytes hash(String of) {
        return Bytes.utf8(("hash of the " + of + " ".repeat(32)).substring(0, 32));
    }

    static List<RouteEntry> route() {
        return List.of(entry(512, 571), entry(571, 586));
    }

    static RouteEntry entry(long signer, long next) {
        Bytes hash = Bytes.utf8(("hash of the certificate of " + signer + " ".repeat(32)).substring(0, 32));
        return new RouteEntry(NodeId.of(signer), NodeId.of(next), hash, Bytes.utf8("signature of " + signer));
    }

    static NodeContact contact(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("158.36.228.48", (int) (9_000 + id)));
    }

    static List<NodeContact> contacts(long... ids) {
        return Arrays.stream(ids).mapToObj(Samples::contact).toList();
    }

    static List<NodeId> ids(long... ids) {
        return Arrays.stream(ids).mapToObj(NodeId::of).toList();
    }
}
