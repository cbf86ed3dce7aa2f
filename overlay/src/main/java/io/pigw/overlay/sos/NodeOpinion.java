package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Opinion;
import java.time.Instant;

/**
 * All observers' opinions on a node as one.
 *
 * @param at when it was computed
 */
public record NodeOpinion(NodeId node, Opinion opinion, Instant at) {}
