package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maintenance of the ring, by RELOAD's names (RFC 6940 §6.4.1, §6.5.4, §10). */
public sealed interface ChordMessage extends P2psipMessage {

    /** The most neighbours and fingers in one message, all lists together. */
    int MAX_CONTACTS = 160;

    /** Asks to be admitted to the ring. Answered by {@link JoinAnswer}, or by a {@link Response} that says why not. */
    record JoinRequest(Transaction transaction, NodeContact joiner) implements ChordMessage {}

    /**
     * Where the joiner's place is.
     *
     * @param predecessors nearest first
     * @param successors nearest first, never empty unless the joiner is alone
     * @param fingers to begin with; each is checked before it is relied on
     */
    record JoinAnswer(
            Transaction transaction,
            List<NodeContact> predecessors,
            List<NodeContact> successors,
            List<NodeContact> fingers)
            implements ChordMessage {
        /** Checks the sizes and copies the lists. */
        public JoinAnswer {
            predecessors = List.copyOf(predecessors);
            successors = List.copyOf(successors);
            fingers = List.copyOf(fingers);
            checkSize(predecessors.size() + successors.size() + fingers.size());
        }
    }

    /** The sender leaves; its neighbours close the gap. Answered by a {@link Response}. */
    record LeaveRequest(
            Transaction transaction, NodeContact leaver, List<NodeContact> predecessors, List<NodeContact> successors)
            implements ChordMessage {
        /** Checks the sizes and copies the lists. */
        public LeaveRequest {
            predecessors = List.copyOf(predecessors);
            successors = List.copyOf(successors);
            checkSize(predecessors.size() + successors.size());
        }
    }

    /** Tells one's neighbours and asks for the other's: Chord's stabilise and notify in one round trip. */
    record UpdateRequest(
            Transaction transaction, NodeContact sender, List<NodeContact> predecessors, List<NodeContact> successors)
            implements ChordMessage {
        /** Checks the sizes and copies the lists. */
        public UpdateRequest {
            predecessors = List.copyOf(predecessors);
            successors = List.copyOf(successors);
            checkSize(predecessors.size() + successors.size());
        }
    }

    /** The answerer's neighbours. */
    record UpdateAnswer(Transaction transaction, List<NodeContact> predecessors, List<NodeContact> successors)
            implements ChordMessage {
        /** Checks the sizes and copies the lists. */
        public UpdateAnswer {
            predecessors = List.copyOf(predecessors);
            successors = List.copyOf(successors);
            checkSize(predecessors.size() + successors.size());
        }
    }

    /** Asks for the node responsible for an ID, forwarded hop by hop; the answer walks back the same way. */
    record RouteQuery(Transaction transaction, NodeId target, int maxForwards) implements ChordMessage {
        /** Checks the range. */
        public RouteQuery {
            if (maxForwards < 0 || maxForwards > MessageRequest.INITIAL_MAX_FORWARDS) {
                throw new IllegalArgumentException("Max-Forwards must be 0 to " + MessageRequest.INITIAL_MAX_FORWARDS);
            }
        }
    }

    /**
     * The answer to a {@link RouteQuery}.
     *
     * @param responsible the target's successor
     * @param predecessors of the responsible node, nearest first
     * @param successors of the responsible node, nearest first
     * @param proof of an arc of the responsible node; null when the answerer has none
     */
    record RouteQueryAnswer(
            Transaction transaction,
            NodeContact responsible,
            List<NodeContact> predecessors,
            List<NodeContact> successors,
            @Nullable ArcProof proof)
            implements ChordMessage {
        /** Checks the sizes and copies the lists. */
        public RouteQueryAnswer {
            predecessors = List.copyOf(predecessors);
            successors = List.copyOf(successors);
            checkSize(predecessors.size() + successors.size());
        }

        /** One without a proof. */
        public RouteQueryAnswer(
                Transaction transaction,
                NodeContact responsible,
                List<NodeContact> predecessors,
                List<NodeContact> successors) {
            this(transaction, responsible, predecessors, successors, null);
        }
    }

    /** Asks the sender's CSP for a proof of its arc. Answered by {@link ArcProofAnswer}, or by a {@link Response} that says why not. */
    record ArcProofRequest(Transaction transaction) implements ChordMessage {}

    /** The proof of the asker's arc. */
    record ArcProofAnswer(Transaction transaction, ArcProof proof) implements ChordMessage {}

    /** Asks whether the other end is alive. Answered by a {@link Response}. */
    record Ping(Transaction transaction) implements ChordMessage {}

    private static void checkSize(int contacts) {
        if (contacts > MAX_CONTACTS) {
            throw new IllegalArgumentException("at most " + MAX_CONTACTS + " neighbours and fingers in a message");
        }
    }
}
