package io.pigw.overlay.storage;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.Right;

/**
 * The access list that a record is judged by. Nothing counts whose generation is below the list's, not even the owner's: so a
 * list of a higher generation ends all that was written before, and nobody can bring it back. Others than the owner write with
 * the list's own generation alone: so the owner can always supersede them.
 *
 * @param generation of the list; 0 where there is none
 * @param list who may do what; nobody but the owner where there is none
 */
record ListInForce(long generation, AccessList list) {

    /** There is none. */
    static final ListInForce NONE = new ListInForce(0, AccessList.NOBODY);

    /** Of a checked value of kind ACCESS_LIST. */
    static ListInForce of(RecordContent content) {
        return new ListInForce(
                content.generation(), content.exists() ? AccessList.parse(content.value()) : AccessList.NOBODY);
    }

    /** The same, should there have been one of a higher generation: that it is not here now does not undo it. */
    ListInForce atLeast(long seen) {
        return seen > generation ? new ListInForce(seen, AccessList.NOBODY) : this;
    }

    boolean permitsOwner(RecordContent content) {
        return content.generation() >= generation;
    }

    boolean permits(Party.User author, RecordContent content) {
        return content.generation() == generation
                && list.grants(author, content.exists() ? Right.MODIFY : Right.DELETE);
    }

    boolean permitsReading(NodeCertificate reader) {
        return reader.users().stream().anyMatch(user -> list.grants(user, Right.READ));
    }

    /** Whether the list may be shown: who has a right needs it to make use of that. */
    boolean names(NodeCertificate reader) {
        return list.grants().stream().anyMatch(grant -> reader.users().contains(grant.user()));
    }
}
