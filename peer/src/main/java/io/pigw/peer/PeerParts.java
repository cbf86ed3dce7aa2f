package io.pigw.peer;

import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.RecordWriter;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.text.OverlaySender;
import io.pigw.peer.text.SendResult;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of a peer, put together according to its role. Used and closed on its loop alone. */
sealed interface PeerParts extends AutoCloseable permits PeerNode, ClientNode {

    /** Answers others, without having been admitted yet. */
    void serve();

    /** Messages of others that are not answered yet. */
    int receiving();

    /** Begins to look for a CSP that admits it, and goes on until it is closed. */
    void join();

    /** Its ways to others. */
    Outgoing outgoing();

    /** Sends a message; calls back once. */
    default void send(Party to, String contentType, Bytes body, Consumer<SendResult> then) {
        outgoing().send(to, new OverlaySender.Text(contentType, body, false, null), then);
    }

    /** Its way to the records of the ring. */
    RecordAccess records();

    /** Signs its own values. */
    RecordWriter writer();

    /** It has another certificate now. */
    void renewed();

    /**
     * Encrypts a message to the recipient, and sends it; calls back once.
     *
     * @param certificate the recipient's, in DER; null: learn it
     */
    default void sendEncrypted(
            Party to, String contentType, Bytes body, @Nullable Bytes certificate, Consumer<SendResult> then) {
        outgoing().send(to, new OverlaySender.Text(contentType, body, true, certificate), then);
    }

    /** Says good-bye to those who have to know. */
    void leave(Runnable done);

    PeerStatus status(NodeId id);

    @Override
    void close();
}
