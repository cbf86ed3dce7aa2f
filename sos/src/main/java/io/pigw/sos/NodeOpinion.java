package io.pigw.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Opinion;
import java.time.Instant;

/**
 * All observers' opinions on a node as one.
 *
 * @param at when it was computed
 */
record NodeOpinion(NodeId node, Opinion opinion, Instant at) {}
