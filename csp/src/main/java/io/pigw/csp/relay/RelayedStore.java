package io.pigw.csp.relay;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.List;

/** Keeps over a restart which messages of peers were relayed. */
public interface RelayedStore {

    /** A message that the gateway has taken. */
    record Relayed(NodeId originator, CallId callId, Instant keptUntil) {}

    /** Those to be kept beyond now, the oldest first. Blocks; called while the CSP starts. */
    List<Relayed> load(Instant now, int max);

    /** Adds one, soon: the gateway knows duplicates too, so that nothing depends on the last few. */
    void save(Relayed relayed);

    /** Deletes those that were to be kept until before now, soon. */
    void forget(Instant now);
}
