/**
 * The application server of the paper's Figure 4: takes MESSAGE and OPTIONS from the IMS core (ISC, TS 24.229 §5.7; RFC 3428 §7),
 * answers by itself what needs no more than the request, and hands messages to a {@link io.pigw.gateway.as.MessageAcceptor}.
 */
@NullMarked
package io.pigw.gateway.as;

import org.jspecify.annotations.NullMarked;
