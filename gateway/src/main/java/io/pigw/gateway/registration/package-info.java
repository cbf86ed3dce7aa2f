/** Registers the gateway with the IMS core as a UE does (TS 24.229 §5.1.1), by digest AKA (RFC 3310) or SIP digest. */
@NullMarked
package io.pigw.gateway.registration;

import org.jspecify.annotations.NullMarked;
