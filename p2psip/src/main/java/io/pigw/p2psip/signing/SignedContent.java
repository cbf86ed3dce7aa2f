package io.pigw.p2psip.signing;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What each signature covers, as bytes. All begin with a tag of their own and the overlay's name, so that a signature
 * cannot be taken out of one place and put into another. Safe on any thread.
 */
public final class SignedContent {

    static final String MESSAGE_TAG = "p2psip/2 message";
    static final String CSP_ENTRY_TAG = "p2psip/2 csp-entry";
    static final String HOP_ENTRY_TAG = "p2psip/2 hop-entry";
    static final String PING_RECEIPT_TAG = "p2psip/2 ping-receipt";
    static final String PING_RESPONSE_TAG = "p2psip/2 ping-response";

    static final String ARC_PROOF_TAG = "p2psip/2 arc-proof";

    static final String RESOURCE_TAG = "p2psip/2 resource";
    static final String RECORD_TAG = "p2psip/2 record";

    private SignedContent() {}

    /**
     * Of a MESSAGE's {@code Identity}: From, To, Call-ID, Date, Content-Type, Notice, In-Reply-To and the SHA-256 of the
     * body; not what changes under way (target, Max-Forwards, Contact, Transaction, Via).
     */
    public static Bytes message(String overlay, MessageRequest message) {
        CanonicalWriter out = new CanonicalWriter(MESSAGE_TAG, overlay)
                .text(message.from().toString())
                .text(message.to().toString())
                .text(message.callId().value());
        Instant date = message.date();
        if (date == null) {
            out.absent();
        } else {
            out.number(date.getEpochSecond());
        }
        out.text(message.contentType());
        Notice notice = message.notice();
        if (notice == null) {
            out.absent().absent();
        } else {
            out.text(notice.kind().name().toLowerCase(Locale.ROOT))
                    .text(notice.inReplyTo().value());
        }
        return out.bytes(sha256(message.body().toArray())).toBytes();
    }

    /**
     * Of a ping's entry 0: Group, the CSP's ID and address, Dest-ID, Nonce, Expires in milliseconds, Routes, Route-Index
     * and the first hop.
     */
    public static Bytes cspEntry(
            String overlay, NodeContact csp, NodeId destination, PingTerms terms, NodeId firstHop) {
        CanonicalWriter out = new CanonicalWriter(CSP_ENTRY_TAG, overlay);
        out.text(terms.group()).contact(csp).nodeId(destination);
        terms(out, terms);
        return out.nodeId(firstHop).toBytes();
    }

    /**
     * Of a hop's entry: the whole entry before it, the signer and the next. Through the chain it covers the terms of the
     * ping too.
     */
    public static Bytes hopEntry(String overlay, RouteEntry previous, NodeId signer, NodeId next) {
        CanonicalWriter out = new CanonicalWriter(HOP_ENTRY_TAG, overlay);
        entry(out, previous);
        return out.nodeId(signer).nodeId(next).toBytes();
    }

    /**
     * Of a receipt: all entries of the ping as the taker got it, and the taker with its address. Who passed it on with an entry
     * changed cannot show a receipt for the true ones.
     */
    public static Bytes pingReceipt(String overlay, List<RouteEntry> route, NodeContact taker) {
        CanonicalWriter out = new CanonicalWriter(PING_RECEIPT_TAG, overlay);
        out.number(route.size());
        route.forEach(entry -> entry(out, entry));
        return out.contact(taker).toBytes();
    }

    /**
     * Of a PingResponse's {@code Identity}: all but the identity, the Transaction, which is the link's alone, and the
     * certificates, which the hashes in the entries stand for.
     */
    public static Bytes pingResponse(String overlay, PingResponse response) {
        CanonicalWriter out = new CanonicalWriter(PING_RESPONSE_TAG, overlay);
        PingTerms terms = response.terms();
        out.text(response.callId().value())
                .contact(response.csp())
                .contact(response.destination())
                .text(terms.group());
        terms(out, terms);
        out.number(response.arrived().size());
        response.arrived().forEach(out::number);
        List<RouteEntry> route = response.route();
        out.number(route.size());
        route.forEach(entry -> entry(out, entry));
        return out.toBytes();
    }

    /** Of a proof of an arc: the CSP, the node, the node before it, and when in milliseconds. */
    public static Bytes arcProof(String overlay, NodeId csp, NodeId node, NodeId begin, Instant issuedAt) {
        return new CanonicalWriter(ARC_PROOF_TAG, overlay)
                .nodeId(csp)
                .nodeId(node)
                .nodeId(begin)
                .number(issuedAt.toEpochMilli())
                .toBytes();
    }

    /** The resource that is named after a user. */
    public static ResourceId resource(String overlay, Party.User user) {
        return resource(new CanonicalWriter(RESOURCE_TAG, overlay).text("user").text(user.toString()));
    }

    /** The resource that is named after a node. */
    public static ResourceId resource(String overlay, NodeId node) {
        return resource(new CanonicalWriter(RESOURCE_TAG, overlay).text("node").nodeId(node));
    }

    /** One of the resources that are named after a node and a number, which is 1 or more. */
    public static ResourceId resource(String overlay, NodeId node, int number) {
        return resource(new CanonicalWriter(RESOURCE_TAG, overlay)
                .text("node-multiple")
                .nodeId(node)
                .number(number));
    }

    /**
     * Of a value of a record: the resource, kind, generation, storage time in milliseconds, lifetime in seconds, key (nothing,
     * index or bytes), whether it exists, the value, and the author's name, node and certificate hash.
     */
    public static Bytes record(String overlay, ResourceId resource, RecordContent content) {
        CanonicalWriter out = new CanonicalWriter(RECORD_TAG, overlay)
                .bytes(resource.hash())
                .number(content.kind())
                .number(content.generation())
                .number(content.storageTime().toEpochMilli())
                .number(content.lifetimeSeconds());
        switch (content.key()) {
            case RecordKey.Single _ -> out.text("single").absent();
            case RecordKey.Index index -> out.text("index").number(index.index());
            case RecordKey.Name name -> out.text("name").bytes(name.bytes());
        }
        Author author = content.author();
        return out.number(content.exists() ? 1 : 0)
                .bytes(content.value())
                .text(author.user() == null ? null : author.user().toString())
                .nodeId(author.node())
                .bytes(author.certificateHash())
                .toBytes();
    }

    private static ResourceId resource(CanonicalWriter name) {
        return new ResourceId(Bytes.copyOf(sha256(name.toBytes().toArray())));
    }

    private static void terms(CanonicalWriter out, PingTerms terms) {
        out.text(terms.nonce())
                .number(terms.expires().toEpochMilli())
                .number(terms.routes())
                .number(terms.routeIndex());
    }

    private static void entry(CanonicalWriter out, RouteEntry entry) {
        out.nodeId(entry.signer())
                .nodeId(entry.next())
                .bytes(entry.certificateHash())
                .bytes(entry.signature());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
