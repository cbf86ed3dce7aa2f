package io.pigw.gateway.forward;

import io.pigw.p2psip.NodeContact;
import java.time.Instant;

/**
 * What is known of the connection to a CSP.
 *
 * @param contact the CSP and where it listens
 * @param up whether a connection to it is open
 * @param since when that began, or ended
 */
public record CspState(NodeContact contact, boolean up, Instant since) {}
