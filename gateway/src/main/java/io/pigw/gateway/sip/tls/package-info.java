/**
 * The gateway's identity towards IMS, which is not its identity in the overlay: key, certificate and trusted CAs from files that may
 * change while it runs, and the rules of RFC 5922 for names.
 */
@NullMarked
package io.pigw.gateway.sip.tls;

import org.jspecify.annotations.NullMarked;
