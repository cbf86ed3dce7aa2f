package io.pigw.sos;

/** What comes of a condemned node (the draft's Req 16); each does what the one before does, too. */
public enum CondemnationAction {
    /** It is told in the log, and counted. */
    ALARM,
    /** Peers and CSPs are told to go round it, for as long as it is condemned. */
    QUARANTINE,
    /** It is proposed to the enrollment server for exclusion. */
    REVOKE
}
