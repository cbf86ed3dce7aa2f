package io.pigw.gateway.outbox;

import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be delivered. A row keeps the two Call-IDs of a message beside each other. */
public sealed interface Payload {

    /** Which way it goes. */
    Direction direction();

    /** The Call-ID on the overlay's side; of a notice to IMS, that of the message it is about. */
    CallId callId();

    /** The Call-ID on the SIP side; empty for a notice to a peer, which has none. */
    String sipCallId();

    /** Whether this tells what became of another message. There is no notice about a notice. */
    boolean isNotice();

    /** The size of the body in bytes. */
    int bodyBytes();

    /** In whose order it is delivered. */
    Lane lane();

    /** The same, sent at that time: peers refuse an old {@code Date}. To IMS, the sender's own stays. */
    Payload sentAt(Instant now);

    /**
     * To a peer.
     *
     * @param message without a transaction: each attempt gets its own
     * @param sipCallId of the message from IMS; empty for a notice
     * @param sender the IMS user that a notice would go to; not the From when the sender's name is withheld
     */
    record ToPeer(MessageRequest message, String sipCallId, Party.User sender) implements Payload {
        @Override
        public Direction direction() {
            return Direction.TO_PEER;
        }

        @Override
        public CallId callId() {
            return message.callId();
        }

        @Override
        public boolean isNotice() {
            return message.notice() != null;
        }

        @Override
        public int bodyBytes() {
            return message.body().size();
        }

        @Override
        public Lane lane() {
            String recipient = message.to().toString();
            return new Lane(direction(), sender.toString(), recipient, isNotice());
        }

        @Override
        public Payload sentAt(Instant now) {
            return new ToPeer(message.datedAt(now), sipCallId, sender);
        }
    }

    /**
     * To an IMS client.
     *
     * @param message the same at each attempt
     * @param callId of the peer's message, or of the message that the notice is about
     * @param origin the peer that sent it; null for a notice
     */
    record ToIms(
            OutgoingMessage message,
            CallId callId,
            @Nullable NodeId origin) implements Payload {
        @Override
        public Direction direction() {
            return Direction.TO_IMS;
        }

        @Override
        public String sipCallId() {
            return message.callId();
        }

        @Override
        public boolean isNotice() {
            return origin == null;
        }

        @Override
        public int bodyBytes() {
            return message.body().size();
        }

        @Override
        public Lane lane() {
            return new Lane(direction(), message.fromUri(), message.toUri(), isNotice());
        }

        @Override
        public Payload sentAt(Instant now) {
            return this;
        }
    }
}
