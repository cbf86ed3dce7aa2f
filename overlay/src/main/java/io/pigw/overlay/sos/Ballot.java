package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;

/**
 * A vote that is cast, and about a ping to whom.
 *
 * @param destination of the ping
 */
record Ballot(Vote vote, NodeId destination) {}
