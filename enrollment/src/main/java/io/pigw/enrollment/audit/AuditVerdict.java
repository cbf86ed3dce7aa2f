package io.pigw.enrollment.audit;

/** What a look at the chain found. */
public sealed interface AuditVerdict {

    /**
     * Every entry is as it was written, none is missing up to the head.
     *
     * @param entries how many
     * @param head the last
     */
    record Intact(long entries, AuditHead head) implements AuditVerdict {}

    /**
     * The chain is broken.
     *
     * @param seq at the entry that should have this number
     * @param what for people
     */
    record Broken(long seq, String what) implements AuditVerdict {}
}
