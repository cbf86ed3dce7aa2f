package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import java.util.List;

/**
 * Signed resource records (RFC 6940 §7.4). Values travel with the certificates of their authors, each certificate once. On the
 * wire they are {@code RecordStore} and so on; {@link NameMessage} has the older {@code Fetch}.
 */
public sealed interface RecordMessage extends P2psipMessage {

    /** The most values of one message. */
    int MAX_VALUES = 32;

    /** The greatest number of a replica: a record is on its node and on the next two successors (RFC 6940 §10.4). */
    int MAX_REPLICA = 2;

    /**
     * Asks to hold values of one resource.
     *
     * @param replica 0 at the node in whose arc the resource lies; 1, 2 at its first and second successor
     * @param values 1 to 32
     * @param certificates of their authors, in DER
     */
    record Store(
            Transaction transaction,
            ResourceId resource,
            int replica,
            List<StoredValue> values,
            List<Bytes> certificates)
            implements RecordMessage {
        /** Checks the ranges and copies the lists. */
        public Store {
            if (replica < 0 || replica > MAX_REPLICA) {
                throw new IllegalArgumentException("a replica is 0 to " + MAX_REPLICA);
            }
            values = atMost32(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("there is a value to store");
            }
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * What became of each.
     *
     * @param results one a value, in their order
     */
    record StoreAnswer(Transaction transaction, List<StoreResult> results) implements RecordMessage {
        /** Checks the size and copies the list. */
        public StoreAnswer {
            results = List.copyOf(results);
            if (results.isEmpty() || results.size() > MAX_VALUES) {
                throw new IllegalArgumentException("there are 1 to " + MAX_VALUES + " results");
            }
        }
    }

    /**
     * Asks for all values of one kind at a resource.
     *
     * @param kind its number, 1 to 65535
     */
    record Fetch(Transaction transaction, ResourceId resource, int kind) implements RecordMessage {
        /** Checks the range. */
        public Fetch {
            if (kind < 1 || kind > RecordContent.MAX_KIND) {
                throw new IllegalArgumentException("a kind is 1 to " + RecordContent.MAX_KIND);
            }
        }
    }

    /**
     * What the answerer holds: the values and tombstones of that kind, and the access list that they are to be judged by. None
     * is not an error, and never proof that there is none.
     *
     * @param values at most 32
     * @param certificates of their authors, in DER
     */
    record FetchAnswer(Transaction transaction, ResourceId resource, List<StoredValue> values, List<Bytes> certificates)
            implements RecordMessage {
        /** Checks the size and copies the lists. */
        public FetchAnswer {
            values = atMost32(values);
            certificates = List.copyOf(certificates);
        }
    }

    private static List<StoredValue> atMost32(List<StoredValue> values) {
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("at most " + MAX_VALUES + " values");
        }
        return List.copyOf(values);
    }
}
