package io.pigw.sos;

import io.pigw.p2psip.NodeId;
import java.time.Instant;

/**
 * A good outcome on a link, told by one reporter. It counts once in a window, whatever is repeated or replayed: the window
 * follows from what the CSP signed, not from when the report came.
 *
 * @param window its beginning
 */
record Vote(NodeId reporter, Link link, Instant window) {}
