package io.pigw.peer.text;

import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Verifier.Verdict;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.cms.Sealer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends to nodes of the overlay, and to its users: to all devices of which the user's record says, signed by each, that he can be
 * reached there. One Call-ID for all of them. On the peer's thread.
 */
public final class OverlaySender {

    /** No record holds more. */
    static final int MAX_DEVICES = 16;

    static final Status NOBODY = Status.TEMPORARILY_UNAVAILABLE.because("No device says that it is that user's");
    static final Status ITSELF =
            Status.BAD_REQUEST.because("That is the sender itself, and the user has no other device");
    static final Status NO_CERTIFICATE =
            Status.TEMPORARILY_UNAVAILABLE.because("The recipient's certificate is not known: name it");

    private final String overlay;
    private final NodePorts ports;
    private final RecordAccess records;
    private final Encrypting encrypting;
    private final Carrier carrier;
    private final Certificates shown;

    /** Takes a message to one node. */
    @FunctionalInterface
    public interface Carrier {

        /** Calls back once. */
        void send(CallId callId, NodeId node, Party named, String contentType, Bytes body, Consumer<SendResult> then);
    }

    /** Asks a node itself for its certificate. */
    @FunctionalInterface
    public interface Certificates {

        /** Calls back once; empty if the node cannot be asked. */
        void of(NodeId node, Consumer<Optional<Bytes>> then);
    }

    /**
     * What to send.
     *
     * @param encrypt whether only the recipient is to read it
     * @param certificate to encrypt to, in DER; null: the recipient's is looked for
     */
    public record Text(
            String contentType,
            Bytes body,
            boolean encrypt,
            @Nullable Bytes certificate) {}

    /** Of one node. */
    public OverlaySender(
            String overlay,
            NodePorts ports,
            RecordAccess records,
            Encrypting encrypting,
            Carrier carrier,
            Certificates shown) {
        this.overlay = overlay;
        this.ports = ports;
        this.records = records;
        this.encrypting = encrypting;
        this.carrier = carrier;
        this.shown = shown;
    }

    /** Sends to one node; calls back once. */
    public void toNode(NodeId node, Text text, Consumer<SendResult> then) {
        send(CallId.mint(ports.random()), node, new Party.Node(node), text, then);
    }

    /** Sends to all devices of a user; calls back once, when the last of them has answered or is given up. */
    public void toUser(Party.User user, Text text, Consumer<SendResult> then) {
        Party.User name = new Party.User(user.name(), overlay);
        CallId callId = CallId.mint(ports.random());
        if (text.certificate() != null) {
            toOwner(text.certificate(), name, callId, text, then);
            return;
        }
        records.fetch(SignedContent.resource(overlay, name), Kind.USER, found -> {
            List<NodeId> devices = devices(found);
            if (devices.isEmpty()) {
                boolean isOwn = ports.signer().certificate().users().contains(name);
                then.accept(new SendResult(callId, isOwn ? ITSELF : NOBODY));
            } else {
                Devices answers = new Devices(callId, devices.size(), then);
                devices.forEach(node -> send(callId, node, name, text, answers::add));
            }
        });
    }

    /** A certificate is one device's. */
    private void toOwner(Bytes certificate, Party.User name, CallId callId, Text text, Consumer<SendResult> then) {
        if (ports.verifier().check(certificate) instanceof Verdict.Valid(var owner)
                && owner.users().contains(name)) {
            send(callId, owner.id(), name, text, then);
        } else {
            then.accept(new SendResult(callId, Status.BAD_REQUEST.because("The certificate is not that of " + name)));
        }
    }

    /** The records are checked by whoever fetched them; this node is no recipient of its own messages. */
    private List<NodeId> devices(FetchResult found) {
        return found.newest().stream()
                .map(HeldValue::content)
                .filter(content ->
                        content.exists() && content.end().isAfter(ports.clock().instant()))
                .map(content -> content.author().node())
                .filter(node -> !node.equals(ports.signer().certificate().id()))
                .distinct()
                .limit(MAX_DEVICES)
                .toList();
    }

    private void send(CallId callId, NodeId node, Party named, Text text, Consumer<SendResult> then) {
        Bytes certificate = text.certificate();
        if (!text.encrypt()) {
            carrier.send(callId, node, named, text.contentType(), text.body(), then);
        } else if (certificate != null) {
            seal(callId, node, named, text, certificate, then);
        } else {
            shown.of(
                    node,
                    own -> own.ifPresentOrElse(
                            known -> seal(callId, node, named, text, known, then),
                            () -> records.fetch(
                                    SignedContent.resource(overlay, node),
                                    Kind.CERTIFICATE,
                                    found -> newestCertificate(found)
                                            .ifPresentOrElse(
                                                    known -> seal(callId, node, named, text, known, then),
                                                    () -> then.accept(new SendResult(callId, NO_CERTIFICATE))))));
        }
    }

    private static Optional<Bytes> newestCertificate(FetchResult found) {
        return found.newest().stream()
                .filter(held -> held.content().exists())
                .reduce((one, other) -> other.content().isNewerThan(one.content()) ? other : one)
                .map(held -> held.content().value());
    }

    private void seal(
            CallId callId, NodeId node, Party named, Text text, Bytes certificate, Consumer<SendResult> then) {
        switch (encrypting.seal(new Party.Node(node), text.contentType(), text.body(), certificate)) {
            case Encrypting.Result.Sealed(Bytes sealed) ->
                carrier.send(callId, node, named, Sealer.CONTENT_TYPE, sealed, then);
            case Encrypting.Result.Refused(Status status) -> then.accept(new SendResult(callId, status));
        }
    }
}
